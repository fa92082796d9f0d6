/** Batches: one operation on many runs. What callers ask for, and what they are told. */
@NullMarked
package com.orchestrator.api.batch;

import org.jspecify.annotations.NullMarked;
