from django.urls import path

from hotwash.reports.views import archive, publication, report, review, targets

incident_patterns = [
    path("report/", report.show, name="report"),
    path("report/live", report.live, name="report-live"),
    path("report/start", report.start, name="report-start"),
    path("report/title", report.title, name="report-title"),
    path("report/sections/<slug:key>", report.section, name="report-section"),
    path("report/review", review.ask, name="report-review"),
    path("report/review/answer", review.answer, name="report-answer"),
    path("report/review/<int:pk>/withdraw", review.withdraw, name="report-withdraw"),
    path("report/comments", review.say, name="report-comment"),
    path("report/comments/<int:pk>/settle", review.settle, name="report-settle"),
    path("report/publish", publication.preview, name="report-publish"),
    path("report/publications/<int:number>/", publication.show, name="publication"),
    path("report/publications/<int:number>/report.<slug:kind>", publication.download, name="publication-file"),
    path("report/publications/<int:number>/deliveries/<int:pk>", publication.retry, name="delivery-retry"),
]
site_patterns = [
    path("archive/", archive.show, name="archive"),
    path("archive/import", archive.take_in, name="archive-import"),
    path("archive/documents/<int:pk>/", archive.document, name="archived"),
    path("archive/documents/<int:pk>/remove", archive.remove, name="archived-remove"),
    path("archive/targets/", targets.show, name="publish-targets"),
    path("archive/targets/new/<slug:publisher>", targets.new, name="publish-target-new"),
    path("archive/targets/<int:pk>/", targets.edit, name="publish-target"),
    path("archive/targets/<int:pk>/remove", targets.remove, name="publish-target-remove"),
]
