"""The public form of customers, and the page that tells them what became of their message. Nobody signs in here."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.kernel import clock, storage
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.core.customers import MAX_FILE_BYTES, MAX_FILES, MAX_SHORT, MAX_TEXT, MAX_TITLE, Said
from hotwash.respond.models import AlertFile, Source
from hotwash.respond.queries import files_of, form_of, get_alert, message_of, services_of, told_of
from hotwash.respond.steps import Attached, end_message, take_message


class SeveralInputs(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files, as a list."""

    def clean(self, data: object, initial: object = None) -> "list[UploadedFile[bytes]]":
        found = data if isinstance(data, list) else [data]
        return [super(SeveralFiles, self).clean(one, initial) for one in found if one]


class CustomerForm(forms.Form):
    title = forms.CharField(max_length=MAX_TITLE, label="What goes wrong?")
    text = forms.CharField(
        max_length=MAX_TEXT,
        required=False,
        label="Tell us more",
        help_text="What did you do, what happened instead? Please no passwords.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    service = forms.ChoiceField(required=False, label="What is it about?")
    since = forms.DateTimeField(
        required=False,
        label="Since when? (UTC)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    name = forms.CharField(
        max_length=MAX_SHORT, required=False, label="Your name", widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        max_length=MAX_SHORT,
        required=False,
        label="Your e-mail address",
        help_text="Only for questions about this message.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    attachments = SeveralFiles(
        required=False,
        label="Pictures or other files",
        help_text=f"At most {MAX_FILES}, of 10 MB each and 20 MB together.",
        widget=SeveralInputs(attrs={"multiple": True}),
    )
    website = forms.CharField(required=False, max_length=500, widget=forms.TextInput({"tabindex": "-1"}))  # the trap

    def __init__(self, form: Source, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = services_of(form)
        if names:
            self.fields["service"].choices = [("", "I don't know"), *((one, one) for one in names)]  # type: ignore[attr-defined]
        else:
            del self.fields["service"]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            title=data["title"],
            text=data["text"],
            name=data["name"],
            email=data["email"],
            service=data.get("service", ""),
            since=data["since"],
            trap=data["website"],
        )


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, address: str) -> HttpResponse:
    source = form_of(address)
    form = CustomerForm(source, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        files = list(request.FILES.getlist("attachments"))
        problem = _problem_of(files)
        if form.is_valid() and not problem:
            client = request.META.get("REMOTE_ADDR", "")
            done = take_message(form=source, said=form.said(), files=_kept(files), client=client, now=clock.now())
            if not isinstance(done, Refusal):
                return redirect("customer-message", token=done.token) if done.pk else redirect("customer-thanks")
            add_reasons(form, done)
        if problem:
            form.add_error("attachments", problem)
        status = 422
    context = {
        "form": form,
        "heading": source.options.get("heading") or "Report a problem",
        "intro": source.options.get("intro", ""),
        "shown": [field for field in form if field.name != "website"],
    }
    return render(request, "respond/customer_form.html", context, status=status)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "respond/customer_thanks.html")


@never_cache
@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a message; its sender can say that it works again."""
    found = message_of(token)
    if request.method == "POST":
        end_message(message=found, now=clock.now())
        return redirect("customer-message", token=token)
    return render(request, "respond/customer_message.html", {"message": found, "told": told_of(found)})


@require_safe
@login_required
def alert_file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file that came with an alert, as a download: it is a stranger's, and never shown in a page."""
    alert = get_alert(actor_of(request), pk)
    row = get_object_or_404(AlertFile, pk=number)
    if row not in files_of(alert):
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    blob = storage.open_blob(row.sha256)
    return FileResponse(
        blob, as_attachment=True, filename=row.name, content_type="application/octet-stream", headers=headers
    )


def _problem_of(files: "list[UploadedFile[bytes]]") -> str:
    if len(files) > MAX_FILES:
        return f"At most {MAX_FILES} files come with one message."
    large = next((file.name for file in files if (file.size or 0) > MAX_FILE_BYTES), None)
    return f"“{large}” is larger than 10 MB." if large else ""


def _kept(files: "list[UploadedFile[bytes]]") -> list[Attached]:
    return [Attached(file.name or "file", file.read()) for file in files]
