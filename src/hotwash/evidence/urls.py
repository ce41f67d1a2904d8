from django.urls import path, re_path

from hotwash.evidence.views import custody, entries, export, files, impact, metrics, moments, records, timeline

incident_patterns = [
    path("evidence/", timeline.timeline, name="incident-evidence"),
    path("evidence/entries/", timeline.entries, name="evidence-entries"),
    path("evidence/lanes.svg", timeline.lanes_picture, name="evidence-lanes"),
    path("evidence/entries/new", entries.new_entry, name="evidence-entry-new"),
    path("evidence/entries/<int:number>/", entries.entry, name="evidence-entry"),
    path("evidence/entries/<int:number>/remove", entries.remove, name="evidence-entry-remove"),
    path("evidence/entries/<int:number>/restore", entries.restore, name="evidence-entry-restore"),
    path("evidence/key-times/mark", entries.mark, name="evidence-mark"),
    path("evidence/key-times/clear", entries.clear, name="evidence-clear"),
    path("evidence/files/", files.files, name="evidence-files"),
    path("evidence/files/<int:number>/", files.file, name="evidence-file"),
    path("evidence/files/<int:number>/remove", files.remove, name="evidence-file-remove"),
    path("evidence/files/<int:number>/restore", files.restore, name="evidence-file-restore"),
    path("evidence/files/<int:number>/text", files.masked_text, name="evidence-file-text"),
    path("evidence/files/<int:number>/original", files.original, name="evidence-file-original"),
    path("evidence/files/<int:number>/picture", files.picture, name="evidence-file-picture"),
    path("evidence/custody/", custody.custody, name="evidence-custody"),
    path("evidence/moments/", moments.moments, name="evidence-moments"),
    path("evidence/moments/<int:pk>/pin", moments.pin, name="evidence-moment-pin"),
    path("evidence/moments/<int:pk>/dismiss", moments.dismiss, name="evidence-moment-dismiss"),
    path("evidence/moments/<int:pk>/undo", moments.undo, name="evidence-moment-undo"),
    path("evidence/records/", records.records, name="evidence-records"),
    path("evidence/files/<int:number>/records/<int:record>/pin", records.pin, name="evidence-record-pin"),
    path("evidence/impact/", impact.impact, name="evidence-impact"),
    path("evidence/impact/metrics/<int:number>/<int:series>/", metrics.metric, name="evidence-metric"),
    path("evidence/impact/<int:pk>/", impact.impact, name="evidence-impact-edit"),
    path("evidence/impact/<int:pk>/remove", impact.remove, name="evidence-impact-remove"),
    re_path(r"^evidence/timeline\.(?P<form>json|csv)$", export.export, name="evidence-export"),
]
