package com.orchestrator.worker;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import org.jspecify.annotations.Nullable;

/** Where a run stands: with an output when it completed, with a cause when it ended or rests otherwise. */
public record WorkflowResult(
        WorkflowState state,
        @Nullable Payload output,
        @Nullable Cause cause) {}
