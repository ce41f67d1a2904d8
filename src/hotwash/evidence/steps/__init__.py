"""Everything that changes evidence, the timeline, key times and impact."""

from hotwash.evidence.steps.annotating import (
    Lines,
    annotate_entry,
    attach_evidence,
    detach_evidence,
    remove_annotation,
    restore_annotation,
)
from hotwash.evidence.steps.capturing import add_captured, begin_capture, end_capture
from hotwash.evidence.steps.collecting import (
    Trial,
    follow_collection,
    retry_collection,
    start_collection,
    stop_collection,
    try_collection,
)
from hotwash.evidence.steps.collectors import remove_collector, save_collector
from hotwash.evidence.steps.custody import Unmasked, take_bundle, take_original, unmask
from hotwash.evidence.steps.customer_messages import keep_what_customers_sent
from hotwash.evidence.steps.customers import add_customer_reports, remove_customer_reports, take_customer_reports
from hotwash.evidence.steps.entries import EntryValues, delete_entry, edit_entry, restore_entry, write_entry
from hotwash.evidence.steps.files import (
    Upload,
    add_evidence,
    note_evidence,
    remove_evidence,
    restore_evidence,
    set_clock,
    set_zone,
    store,
)
from hotwash.evidence.steps.impact import ImpactValues, remove_impact, save_impact
from hotwash.evidence.steps.key_times import Mark, clear_key_time, mark_key_time
from hotwash.evidence.steps.masking import set_masking
from hotwash.evidence.steps.metrics import Derived, write_impact_of_metric
from hotwash.evidence.steps.moments import dismiss_moment, pin_moment, pin_record, propose_moment
from hotwash.evidence.steps.reading import read_waiting_file
from hotwash.evidence.steps.rearranging import merge_entries, move_entry, split_entry, undo_rearrangement
from hotwash.evidence.steps.rereading import read_again, stop_reading
from hotwash.evidence.steps.response import follow_correction, note_response
from hotwash.evidence.steps.uploads import Piece, add_piece, begin_upload, give_up_upload, sweep_uploads

__all__ = [
    "Derived",
    "EntryValues",
    "ImpactValues",
    "Lines",
    "Mark",
    "Piece",
    "Trial",
    "Unmasked",
    "Upload",
    "add_captured",
    "add_customer_reports",
    "add_evidence",
    "add_piece",
    "annotate_entry",
    "attach_evidence",
    "begin_capture",
    "begin_upload",
    "clear_key_time",
    "delete_entry",
    "detach_evidence",
    "dismiss_moment",
    "edit_entry",
    "end_capture",
    "follow_collection",
    "follow_correction",
    "give_up_upload",
    "keep_what_customers_sent",
    "mark_key_time",
    "merge_entries",
    "move_entry",
    "note_evidence",
    "note_response",
    "pin_moment",
    "pin_record",
    "propose_moment",
    "read_again",
    "read_waiting_file",
    "remove_annotation",
    "remove_collector",
    "remove_customer_reports",
    "remove_evidence",
    "remove_impact",
    "restore_annotation",
    "restore_entry",
    "restore_evidence",
    "retry_collection",
    "save_collector",
    "save_impact",
    "set_clock",
    "set_masking",
    "set_zone",
    "split_entry",
    "start_collection",
    "stop_collection",
    "stop_reading",
    "store",
    "sweep_uploads",
    "take_bundle",
    "take_customer_reports",
    "take_original",
    "try_collection",
    "undo_rearrangement",
    "unmask",
    "write_entry",
    "write_impact_of_metric",
]
