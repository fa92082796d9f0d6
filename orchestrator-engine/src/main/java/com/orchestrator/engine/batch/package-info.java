/** Batches: their runs are collected, then worked off piece by piece, by whichever server has the batch. */
@NullMarked
package com.orchestrator.engine.batch;

import org.jspecify.annotations.NullMarked;
