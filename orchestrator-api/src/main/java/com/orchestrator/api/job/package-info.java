/**
 * Jobs: work without a definition to write. Depends on {@code model}, {@code error} and {@code request}'s limits alone.
 */
@NullMarked
package com.orchestrator.api.job;

import org.jspecify.annotations.NullMarked;
