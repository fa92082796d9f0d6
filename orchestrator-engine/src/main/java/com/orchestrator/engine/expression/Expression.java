package com.orchestrator.engine.expression;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;

/** One compiled expression. */
interface Expression extends HasReferences {

    /** @throws com.orchestrator.engine.plan.ExpressionFailure when it cannot be evaluated */
    Payload evaluate(Scope scope);
}
