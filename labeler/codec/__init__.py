"""The only place that knows JSON keys.

Annotation sets, documents, schemas and problems to JSON and back. Reading
refuses unknown keys and wrong types, all at once, each with its place.

The format of an annotation set is ``labeler.annotation-set/1``; a later
version reads the earlier ones.
"""

from labeler.codec.actors import ActorBody, dump_actor, dump_facts, load_facts
from labeler.codec.batches import (
    ChangeBatchBody,
    ControlBody,
    DealBody,
    FillBody,
    ForwardBody,
    GiveBody,
    NewBatchBody,
    NothingBody,
    dump_batch,
)
from labeler.codec.bodies import (
    NextBody,
    OpenBody,
    RenewBody,
    ReopenBody,
    RestoreBody,
    SaveBody,
    SkipBody,
    SubmitBody,
    TrashBody,
    read_body,
)
from labeler.codec.models import FORMAT, AnnotationSetJson, MentionJson
from labeler.codec.schemas import dump_document, dump_schema
from labeler.codec.sets import (
    dump_annotation_set,
    dump_problem,
    dumps_annotation_set,
    load_annotation_set,
    read_annotation_set,
)
from labeler.codec.threads import MessageBody, ReadBody, SettleBody, TakeBackBody, ThreadBody

__all__ = [
    "FORMAT",
    "ActorBody",
    "AnnotationSetJson",
    "ChangeBatchBody",
    "ControlBody",
    "DealBody",
    "FillBody",
    "ForwardBody",
    "GiveBody",
    "MentionJson",
    "MessageBody",
    "NewBatchBody",
    "NextBody",
    "NothingBody",
    "OpenBody",
    "ReadBody",
    "RenewBody",
    "ReopenBody",
    "RestoreBody",
    "SaveBody",
    "SettleBody",
    "SkipBody",
    "SubmitBody",
    "TakeBackBody",
    "ThreadBody",
    "TrashBody",
    "dump_actor",
    "dump_annotation_set",
    "dump_batch",
    "dump_document",
    "dump_facts",
    "dump_problem",
    "dump_schema",
    "dumps_annotation_set",
    "load_annotation_set",
    "load_facts",
    "read_annotation_set",
    "read_body",
]
