package com.orchestrator.cli.noun;

import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.outcome.CommandException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A workflow, and perhaps one revision of it: {@code shop/order@3}; without a namespace, of the one that was said. */
record WorkflowName(String namespace, String name, Optional<String> revision) {

    static final Argument WORKFLOW = Argument.one("WORKFLOW", "NAMESPACE/NAME, or NAME with --namespace.");
    static final Argument WORKFLOW_REVISION = Argument.one("WORKFLOW", "NAMESPACE/NAME, or NAMESPACE/NAME@REVISION.");

    private static final Pattern FORM = Pattern.compile("(?:([^/]+)/)?([^/@]+)(?:@([1-9]\\d{0,8}))?");

    static WorkflowName of(Invocation invocation) {
        return parse(invocation.get(WORKFLOW), invocation.namespace());
    }

    static WorkflowName parse(String text, Optional<String> usual) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw CommandException.usage(
                    "'" + text + "' is no name of a workflow.", "It looks like shop/order or shop/order@3.");
        }
        String namespace = Optional.ofNullable(form.group(1))
                .or(() -> usual)
                .orElseThrow(() -> CommandException.usage(
                        "'" + text + "' is a workflow of which namespace?",
                        "Write NAMESPACE/" + text + ", or say --namespace, ORCHESTRATOR_NAMESPACE or a context."));
        return new WorkflowName(namespace, form.group(2), Optional.ofNullable(form.group(3)));
    }

    /** Of this revision; the default one when it is empty. */
    WorkflowName at(Optional<String> other) {
        return new WorkflowName(namespace, name, other);
    }
}
