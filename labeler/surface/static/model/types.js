/**
 * The words the surface's modules share, as JSDoc types. No code lives here.
 *
 * Offsets are UTF-16 code units everywhere in the browser, half-open; only
 * `offsets.js` knows that the server counts code points.
 */

/** @typedef {[start: number, end: number]} Range half-open, UTF-16 */
/** @typedef {string|boolean|number|string[]} AttributeValue */
/** @typedef {Readonly<Record<string, AttributeValue>>} Attributes */
/** @typedef {{by: string, edited: boolean, score: number|null}} Origin */
/** @typedef {'unsure'|'discuss'} Flag “not sure about this”, “talk about this”: in this order, each once */

/**
 * Text with a type. Fragments are in order and neither touch nor overlap.
 * @typedef {object} Mention
 * @property {string} id
 * @property {string} type
 * @property {readonly Range[]} fragments
 * @property {Attributes} attributes
 * @property {string|null} entity
 * @property {Origin} origin
 * @property {string} note
 * @property {readonly Flag[]} flags
 */

/**
 * The chain of mentions of one actor.
 * @typedef {object} Entity
 * @property {string} id
 * @property {string} type
 * @property {string} name
 * @property {Attributes} attributes
 * @property {string|null} registry
 * @property {Origin} origin
 * @property {string} note
 * @property {readonly Flag[]} flags
 */

/** @typedef {{role: string, filler: string}} Argument the id of a mention or a frame in a role */

/**
 * An event or an attribution. The anchor (trigger, cue) is not among the arguments.
 * @typedef {object} Frame
 * @property {string} id
 * @property {string} type
 * @property {string|null} anchor
 * @property {readonly Argument[]} arguments
 * @property {Attributes} attributes
 * @property {string|null} nested_in
 * @property {Origin} origin
 * @property {string} note
 * @property {readonly Flag[]} flags
 */

/**
 * @typedef {object} Relation
 * @property {string} id
 * @property {string} type
 * @property {string} source
 * @property {string} target
 * @property {Attributes} attributes
 * @property {Origin} origin
 * @property {string} note
 * @property {readonly Flag[]} flags
 */

/** @typedef {Mention|Entity|Frame|Relation} Item */
/** @typedef {'mention'|'entity'|'frame'|'relation'} Kind */
/** @typedef {'mentions'|'entities'|'frames'|'relations'} Table */
/**
 * What became of one suggestion. `changed` names what a person changed of an accepted one, sorted:
 * `anchor`, `ends`, `entity`, `extent`, `name`, `nesting`, `registry`, `type`, `role:<role>`, `attribute:<name>`.
 * @typedef {{suggestion: string, by: string, verdict: 'accepted'|'rejected', changed: readonly string[]}} Decision
 */

/**
 * Everything one author says about one document: an immutable value. Each
 * change makes a new one that shares the tables it left alone.
 * @typedef {object} Labels
 * @property {ReadonlyMap<string, Mention>} mentions
 * @property {ReadonlyMap<string, Entity>} entities
 * @property {ReadonlyMap<string, Frame>} frames
 * @property {ReadonlyMap<string, Relation>} relations
 * @property {Attributes} documentLabels
 * @property {readonly Decision[]} decisions
 */

/**
 * What one change did: per table the items before and after (`null` = not there).
 * @typedef {object} Patch
 * @property {Partial<Record<Table, Array<[string, Item|null, Item|null]>>>} tables
 * @property {[Attributes, Attributes]} [documentLabels]
 * @property {[readonly Decision[], readonly Decision[]]} [decisions]
 */

/**
 * What `LabelStore.subscribe` reports.
 * @typedef {object} Change
 * @property {'do'|'undo'|'redo'|'load'} cause
 * @property {string} label words such as “mark Russia as State”
 * @property {Set<string>} items ids of items made, changed, removed or decided on
 * @property {Range[]} ranges changed stretches of text, in order, not overlapping
 * @property {Labels} before
 * @property {Labels} labels
 * @property {Patch} patch
 */

/**
 * @typedef {object} LabeledDocument
 * @property {string} id
 * @property {string} title
 * @property {string} text
 * @property {string} sha256
 * @property {string} [source]
 * @property {string} [url]
 * @property {string} [published_at]
 * @property {string} [language]
 * @property {Record<string, string>} [meta]
 * @property {Range|null} [headline]
 * @property {Range|null} [dateline]
 * @property {Range[]} [tokens]
 * @property {Range[]} [sentences]
 */

/**
 * @typedef {object} Problem
 * @property {'structure'|'schema'|'warning'} level
 * @property {string} code
 * @property {string} message
 * @property {string} item
 * @property {string} slot
 * @property {Kind|'set'} kind
 * @property {number} start UTF-16; -1 where the item has no place
 */

/** @typedef {{definition: string, example: string, not: string, extent: string}} Guideline */

/** @typedef {{label: string, definition: string, color: string, lexicon: readonly string[]}} ValueLabel */

/**
 * @typedef {object} AttributeDef
 * @property {string} name
 * @property {'enum'|'multi_enum'|'bool'|'int'|'float'|'date'|'text'} kind
 * @property {string[]} values
 * @property {Record<string, ValueLabel>} labels
 * @property {AttributeValue|null} default
 * @property {boolean} required
 * @property {string} pattern
 * @property {number|null} minimum
 * @property {number|null} maximum
 * @property {string} derived
 * @property {''|'referring_form'|'quotation'|'source_kind'|'lexicon'} guess how the first value of a new item is picked
 * @property {boolean} export
 * @property {string} hint
 */

/**
 * @typedef {object} SpanType
 * @property {string} name
 * @property {string} parent
 * @property {boolean} abstract
 * @property {string} label
 * @property {Guideline} guideline
 * @property {string} key
 * @property {string} color
 * @property {string} layer
 * @property {string[]} attributes
 * @property {boolean} entity
 * @property {boolean} trim
 * @property {boolean} token_aligned
 * @property {number} max_fragments
 * @property {number|null} max_tokens
 * @property {boolean} cross_paragraph
 * @property {'none'|'nested'|'any'} overlap_same
 * @property {'none'|'nested'|'any'} overlap_other
 * @property {boolean} retired
 */

/**
 * @typedef {object} Role
 * @property {string} name
 * @property {string[]} fillers
 * @property {number} minimum
 * @property {number} maximum
 * @property {string} definition
 * @property {boolean} warn_if_missing
 * @property {Record<string, 'forbidden'|'warn'|'any'>} overlap_with
 */

/**
 * @typedef {object} FrameType
 * @property {string} name
 * @property {'event'|'attribution'} kind
 * @property {string} parent
 * @property {boolean} abstract
 * @property {string} label
 * @property {Guideline} guideline
 * @property {string} key
 * @property {string} color
 * @property {string} layer
 * @property {string} group
 * @property {{type: string, role: string, minimum: number}} anchor
 * @property {Role[]} roles
 * @property {string[]} attributes
 * @property {string[]} modes
 * @property {string[]} requires
 * @property {{via: string, max_depth: number}|null} nesting
 * @property {boolean} retired
 */

/**
 * @typedef {object} RelationType
 * @property {string} name
 * @property {string[]} sources
 * @property {string[]} targets
 * @property {boolean} symmetric
 * @property {boolean} transitive
 * @property {boolean} acyclic
 * @property {number|null} max_out
 * @property {string[]} attributes
 * @property {Guideline} guideline
 */

/**
 * @typedef {object} Constraint
 * @property {string} id
 * @property {string[]} on
 * @property {'error'|'warning'} level
 * @property {string} rule
 * @property {Record<string, string>} args
 * @property {string} message
 */

/**
 * A schema as the server sends it.
 * @typedef {object} SchemaJson
 * @property {string} id
 * @property {string} version
 * @property {string} title
 * @property {string} language
 * @property {string} digest
 * @property {AttributeDef[]} attributes
 * @property {SpanType[]} span_types
 * @property {FrameType[]} frame_types
 * @property {RelationType[]} relation_types
 * @property {string[]} entity_types
 * @property {string[]} entity_attributes
 * @property {string[]} document_labels
 * @property {Constraint[]} constraints
 */

/**
 * What commands may look at besides the labels.
 * @typedef {object} Context
 * @property {string} text
 * @property {import('./schema.js').SchemaIndex} schema
 * @property {string} [language] of the article; empty where nobody said
 * @property {Labels} suggestions the model's items
 * @property {string} suggestionAuthor
 * @property {(prefix: 'm'|'e'|'f'|'r') => string} newId
 */

/**
 * What a command answers. Refused commands change nothing; `reason` is plain words.
 * `existed` says that the thing asked for was there already.
 * @typedef {{ok: true, id: string, ids: string[], existed: boolean}} Done
 * @typedef {{ok: false, reason: string}} Refused
 * @typedef {Done|Refused} Result
 */

/**
 * One undoable change.
 * @typedef {object} Command
 * @property {(draft: import('./draft.js').Draft) => Result} apply
 * @property {(draft: import('./draft.js').Draft) => string} describe words for undo, asked before applying
 */

/** @typedef {{id: string, name: string, kind?: string, country?: string, sectors?: readonly string[], wikidata?: string, code?: string}} ActorLink what of a registered actor a chain takes over */
/** @typedef {{type?: string, fragments: readonly Range[]}} NewMention */
/** @typedef {{id: string}|NewMention} Filler a mention or frame that is there, or a stretch to be marked */

/**
 * A task with all that is needed to work on it.
 * @typedef {object} OpenTask
 * @property {{id: string, document_id: string, state: string, revision: number, fence: number, lease_expires_at: string, lease_s: number, holds: boolean, saved_at: string|null, author: string}} task
 * @property {{new: number, draft: number, submitted: number, skipped: number}} progress
 * @property {string|null} nextDocumentId
 * @property {LabeledDocument} document
 * @property {import('./schema.js').SchemaIndex} schema
 * @property {Labels} labels
 * @property {Labels|null} suggestions
 * @property {string} suggestionAuthor
 * @property {{state: 'ready'|'pending'|'unavailable', message: string}} suggestionState
 * @property {Problem[]} problems
 * @property {SetHeader} header
 * @property {import('./offsets.js').Offsets} offsets
 */

/** @typedef {{document_id: string, text_sha256: string, schema: {id: string, version: string}, author: string}} SetHeader what a set of labels belongs to */
/** @typedef {{revision: number, savedAt: string, problems: Problem[]}} SavedCopy */
/** @typedef {{revision: number, savedAt: string, labels: Labels, client: Record<string, string>}} CurrentCopy the server's labels, where someone else saved first */
/**
 * What went wrong with a call. `status` 0: no answer came (`offline`, `timeout`).
 * @typedef {object} Failure
 * @property {false} ok
 * @property {number} status
 * @property {string} code
 * @property {string} message
 * @property {Problem[]} problems
 * @property {CurrentCopy|null} current
 * @property {number} retryAfterS
 */
/**
 * @template T
 * @typedef {{ok: true, status: number, value: T}|Failure} Answer
 */

export {};
