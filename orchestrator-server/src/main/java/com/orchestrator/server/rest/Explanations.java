package com.orchestrator.server.rest;

import com.orchestrator.api.model.Explanation;
import com.orchestrator.router.RouterService;

/**
 * What is added to the engine's word on why a run does not move.
 *
 * @param router knows of jobs that wait for a broker
 */
public record Explanations(RouterService router, ShownTraces traces) {

    Explanation completed(Explanation explanation) {
        return traces.in(router.explained(explanation));
    }
}
