/**
 * Values that schemas mark as sensitive, and texts without them (ADR 74). Knows values alone, so that what decides, what reads and what
 * sends may all use it.
 */
@NullMarked
package com.orchestrator.engine.sensitive;

import org.jspecify.annotations.NullMarked;
