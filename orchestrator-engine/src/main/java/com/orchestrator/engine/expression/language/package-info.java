/**
 * What CEL expressions of definitions may say and compute: the dialect, its values and functions, and the budget of an
 * evaluation. May depend on {@code plan} and {@code api.model}.
 */
@NullMarked
package com.orchestrator.engine.expression.language;

import org.jspecify.annotations.NullMarked;
