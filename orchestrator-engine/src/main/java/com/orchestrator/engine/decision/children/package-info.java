/** Runs that tasks have started: what a run tells them, and what it tells its own parent. */
@NullMarked
package com.orchestrator.engine.decision.children;

import org.jspecify.annotations.NullMarked;
