package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;

/**
 * Something found in a definition.
 *
 * @param taskId the task it is about
 * @param place JSON pointer to it, from the task
 * @param detail what is wrong there
 */
public record Finding(LintCode code, String taskId, String place, String detail) {

    static Finding of(LintCode code, Node node, String place, String detail) {
        return new Finding(code, node.id(), place, detail);
    }
}
