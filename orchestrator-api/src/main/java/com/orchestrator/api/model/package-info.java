/**
 * Values that callers, workers and the engine share: snapshots of runs, attempts and history, and the words for their
 * states. Nothing here decides anything. May depend on Jackson's tree and annotations only.
 */
@NullMarked
package com.orchestrator.api.model;

import org.jspecify.annotations.NullMarked;
