/**
 * What one can do to the labels, in the words of the keys: mark, make an event,
 * say who said it, fill a role, go back and forth. Each change is one undo step.
 */

export * from './framing.js';
export * from './marking.js';
export * from './moving.js';
