/**
 * Finds what a definition may say, but cannot be meant: sagas that could not be undone, tasks that never run. One class per
 * rule, each a pure function of the plan; {@code docs/reference/lint.md} lists what they find. May depend on {@code plan} and
 * {@code expression}.
 */
@NullMarked
package com.orchestrator.engine.lint;

import org.jspecify.annotations.NullMarked;
