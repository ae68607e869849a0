/**
 * The rules a schema names under `constraints`: those of `labeler/core/constraints.py`.
 * A rule this page does not know is judged by the server at each save.
 */

/** @import {Constraint, Frame, Mention} from './types.js' */
/** @import {Checks} from './checking.js' */

import { covers, fillers, shareText } from './labels.js';

const QUOTATION_MARKS = /["'“”„‟«»‹›‘’‚‛「」『』]/u;

/** @param {Checks} checks */
export function checkConstraints(checks) {
  for (const constraint of checks.schema.constraints) RULES[constraint.rule]?.(checks, constraint);
}

/** @type {Record<string, (checks: Checks, constraint: Constraint) => void>} */
const RULES = {
  anchor_or_quotation_marks(checks, constraint) {
    const { role } = constraint.args;
    for (const frame of framesOf(checks, constraint)) {
      const quoted = checks.fillerMentions(frame, role).some((mention) => isQuoted(checks, mention));
      if (frame.anchor === null && !quoted) {
        report(checks, constraint, frame, () => `needs a cue, or quotation marks in its ${role}`);
      }
    }
  },

  role_or_value(checks, constraint) {
    const { role, attribute, value } = constraint.args;
    for (const frame of framesOf(checks, constraint)) {
      if (!fillers(frame, role).length && frame.attributes[attribute] !== value) {
        report(checks, constraint, frame, () => `needs a ${role}, or ${attribute}: ${value}`, role);
      }
    }
  },

  trigger_once(checks, constraint) {
    const wanted = new Set(constraint.on);
    for (const [anchor, frames] of checks.uses.anchors) {
      if (frames.length < 2) continue;
      const type = checks.labels.mentions.get(anchor)?.type ?? '';
      const found = frames.filter((f) => wanted.has(f.type) || wanted.has(type)).sort(byId);
      for (const frame of found.slice(1)) {
        report(checks, constraint, frame, () => 'shares its trigger with another event', 'trigger');
      }
    }
  },

  reciprocal_requires(checks, constraint) {
    for (const frame of framesOf(checks, constraint)) {
      for (const role of checks.schema.frameType(frame.type)?.requires ?? []) {
        const found = [...fillers(frame, role), ...fillers(frame, 'actor')];
        if (found.length < 2 && !found.some((id) => isPlural(checks, id))) {
          report(checks, constraint, frame, () => `needs an actor and a ${role}`, role);
        }
      }
    }
  },

  speech_event_attributed(checks, constraint) {
    const cues = anchorsOf(checks, 'attribution').map(([, cue]) => cue);
    for (const frame of framesOf(checks, constraint)) {
      const trigger = checks.labels.mentions.get(frame.anchor ?? '');
      if (trigger && !cues.some((cue) => shareText(trigger.fragments, cue.fragments))) {
        report(checks, constraint, frame, () => 'said by somebody: mark the attribution too');
      }
    }
  },

  denial_marks_events(checks, constraint) {
    const events = anchorsOf(checks, 'event');
    for (const frame of framesOf(checks, constraint)) {
      if (frame.attributes.verb_class !== 'denial' || 'source_certainty' in frame.attributes) continue;
      for (const content of checks.fillerMentions(frame, 'content')) {
        for (const [event, trigger] of events) {
          if (event.attributes.polarity === 'negative' || !covers(content.fragments, trigger.fragments)) continue;
          report(checks, constraint, frame, () => `denies ${checks.name(event)}, which is positive`);
        }
      }
    }
  },
};

/** @param {Checks} checks @param {Constraint} constraint @returns {Frame[]} */
function framesOf(checks, constraint) {
  return [...checks.labels.frames.values()].filter((f) => constraint.on.includes(f.type));
}

/** @param {Checks} checks @param {'event'|'attribution'} kind @returns {[Frame, Mention][]} frames with their anchors */
function anchorsOf(checks, kind) {
  /** @type {[Frame, Mention][]} */
  const found = [];
  for (const frame of checks.labels.frames.values()) {
    const anchor = checks.labels.mentions.get(frame.anchor ?? '');
    if (anchor && checks.schema.frameType(frame.type)?.kind === kind) found.push([frame, anchor]);
  }
  return found;
}

/**
 * @param {Checks} checks
 * @param {Constraint} constraint
 * @param {Frame} frame
 * @param {() => string} words
 * @param {string} [slot]
 */
function report(checks, constraint, frame, words, slot = '') {
  const level = constraint.level === 'error' ? 'schema' : 'warning';
  const message = () => `${checks.name(frame)}: ${constraint.message || words()}`;
  checks.report(level, constraint.id, 'frame', frame, slot, message);
}

/** Whether quotation marks stand in the mention or right around it. @param {Checks} checks @param {Mention} mention */
function isQuoted({ text }, { fragments }) {
  return fragments.some(([start, end]) => QUOTATION_MARKS.test(text.slice(Math.max(0, start - 1), end + 1)));
}

/** @param {Checks} checks @param {string} id @returns {boolean} */
function isPlural(checks, id) {
  const entity = checks.labels.entities.get(checks.labels.mentions.get(id)?.entity ?? '');
  return ['group', 'collective'].includes(String(entity?.attributes.number));
}

/** @param {Frame} a @param {Frame} b @returns {number} */
function byId(a, b) {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
