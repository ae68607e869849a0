/**
 * The schema, indexed for the questions the surface asks at every key.
 */

/** @import {SchemaJson, SpanType, FrameType, RelationType, AttributeDef, Role, Attributes, AttributeValue} from './types.js' */

/** Stands for an entity at either end of a relation. */
export const ENTITY = 'entity';

/**
 * @param {string} name dotted type name
 * @returns {string} its last part, as people say it
 */
export function shortName(name) {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** A schema with its types by name. Lookups of unknown names give `undefined`. */
export class SchemaIndex {
  /** @param {SchemaJson} json */
  constructor(json) {
    this.id = json.id;
    this.version = json.version;
    this.title = json.title;
    /** @type {readonly SpanType[]} in the file's order, abstract ones included */
    this.spanTypes = json.span_types;
    /** @type {readonly FrameType[]} in the file's order, abstract ones included */
    this.frameTypes = json.frame_types;
    this.constraints = json.constraints;
    /** Names of the frame types whose required roles a constraint judges instead. */
    this.reciprocal = new Set(
      json.constraints.filter((c) => c.rule === 'reciprocal_requires').flatMap((c) => c.on),
    );
    this.entityAttributes = json.entity_attributes;
    this.documentLabels = json.document_labels;
    /** Names of types whose mentions form chains. */
    this.entityTypes = new Set(json.entity_types);
    /** Names of the span types that anchor some frame. */
    this.anchorTypes = new Set(json.frame_types.map((frame) => frame.anchor.type));
    /** @type {Map<string, SpanType>} */
    this.spans = new Map(json.span_types.map((span) => [span.name, span]));
    /** @type {Map<string, FrameType>} */
    this.frames = new Map(json.frame_types.map((frame) => [frame.name, frame]));
    /** @type {Map<string, RelationType>} */
    this.relations = new Map(json.relation_types.map((relation) => [relation.name, relation]));
    /** @type {Map<string, AttributeDef>} */
    this.attributes = new Map(json.attributes.map((attribute) => [attribute.name, attribute]));
    /** Whether first values are guessed at all. */
    this.guesses = json.attributes.some((attribute) => attribute.guess);
    /** @type {Map<string, AttributeDef>} modes differ from frame type to frame type */
    this.modes = new Map(json.frame_types.map((frame) => [frame.name, modeOf(frame)]));
    /** @type {Map<string, Map<string, Role>>} */
    this.roles = new Map(
      json.frame_types.map((frame) => [frame.name, new Map(frame.roles.map((r) => [r.name, r]))]),
    );
    /** @type {Map<Role, Set<string>>} */
    this.fillers = new Map(
      json.frame_types.flatMap((frame) => frame.roles.map((r) => [r, new Set(r.fillers)])),
    );
  }

  /** @param {string} name @returns {SpanType|undefined} */
  spanType(name) {
    return this.spans.get(name);
  }

  /** @param {string} name @returns {FrameType|undefined} */
  frameType(name) {
    return this.frames.get(name);
  }

  /** @param {string} name @returns {RelationType|undefined} */
  relationType(name) {
    return this.relations.get(name);
  }

  /**
   * @param {string} name
   * @param {string} [frameType] whose modes are meant by `mode`
   * @returns {AttributeDef|undefined}
   */
  attribute(name, frameType = '') {
    return name === 'mode' && frameType ? this.modes.get(frameType) : this.attributes.get(name);
  }

  /** @param {'event'|'attribution'} kind @returns {FrameType[]} those people can use, in order */
  concrete(kind) {
    return this.frameTypes.filter((f) => f.kind === kind && !f.abstract && !f.retired);
  }

  /** @param {string} frameType @param {string} role @returns {Role|undefined} */
  role(frameType, role) {
    return this.roles.get(frameType)?.get(role);
  }

  /** @param {Role} role @param {string} fillerType @returns {boolean} */
  mayFill(role, fillerType) {
    return this.fillers.get(role)?.has(fillerType) ?? false;
  }

  /** @param {string} spanType @returns {FrameType[]} concrete frame types it anchors */
  anchoredBy(spanType) {
    return this.frameTypes.filter((f) => f.anchor.type === spanType && !f.abstract && !f.retired);
  }

  /**
   * @param {readonly string[]} names attribute names
   * @param {string} [frameType]
   * @returns {Record<string, AttributeValue>} the values a new item starts with
   */
  defaults(names, frameType = '') {
    /** @type {Record<string, AttributeValue>} */
    const found = {};
    for (const name of names) {
      const value = this.attribute(name, frameType)?.default;
      if (value !== null && value !== undefined) found[name] = value;
    }
    return this.derive(names, found);
  }

  /**
   * Attributes with the derived ones recomputed.
   * @param {readonly string[]} names attributes the item's type has
   * @param {Attributes} attributes
   * @returns {Record<string, AttributeValue>}
   */
  derive(names, attributes) {
    const found = { ...attributes };
    for (const name of names) {
      const rule = DERIVE[this.attributes.get(name)?.derived ?? ''];
      if (rule) found[name] = rule(attributes);
    }
    return found;
  }
}

/**
 * The realis of Rich ERE; the same rule as `ere_realis` in `labeler/core/derive.py`.
 * @param {Attributes} attributes
 * @returns {'actual'|'generic'|'other'}
 */
function ereRealis({ genericity, polarity, modality = 'asserted', tense }) {
  if (genericity === 'generic') return 'generic';
  const unreal = polarity === 'negative' || modality !== 'asserted' || tense === 'future';
  return unreal ? 'other' : 'actual';
}

/** @type {Record<string, (attributes: Attributes) => AttributeValue>} */
const DERIVE = { ere_realis: ereRealis };

/** @param {FrameType} frame @returns {AttributeDef} */
function modeOf(frame) {
  return {
    name: 'mode',
    kind: 'multi_enum',
    values: frame.modes,
    labels: {},
    default: null,
    required: false,
    pattern: '',
    minimum: null,
    maximum: null,
    derived: '',
    guess: '',
    export: true,
    hint: '',
  };
}
