/** The way back: what is undone, in which order, how far, and how it ends. */
@NullMarked
package com.orchestrator.engine.decision.rollback;

import org.jspecify.annotations.NullMarked;
