/**
 * One run in memory: the fold of its events. Fields and what changes them are package-private and belong to the folds, so
 * nobody outside can change a run but by applying an event; what is public only reads. Knows {@code plan} and
 * {@code history}, decides nothing.
 */
@NullMarked
package com.orchestrator.engine.run;

import org.jspecify.annotations.NullMarked;
