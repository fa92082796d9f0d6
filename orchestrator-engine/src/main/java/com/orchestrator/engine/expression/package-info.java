/**
 * Expressions of definitions: plain paths, which copy the bytes they point at, and CEL under budgets for everything else.
 * May depend on {@code plan} and {@code api.model}.
 */
@NullMarked
package com.orchestrator.engine.expression;

import org.jspecify.annotations.NullMarked;
