package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.output.Json;

/** Bodies of requests, field by field from options that were given. */
final class Bodies {

    private Bodies() {}

    /** Why, if that was said. */
    static ObjectNode reason(Invocation invocation) {
        return text(Json.object(), "reason", invocation, Globals.REASON);
    }

    static ObjectNode text(ObjectNode body, String field, Invocation invocation, Option option) {
        invocation.value(option).ifPresent(value -> body.put(field, value));
        return body;
    }

    static ObjectNode number(ObjectNode body, String field, Invocation invocation, Option option) {
        invocation.number(option).ifPresent(value -> body.put(field, value));
        return body;
    }

    static ObjectNode json(ObjectNode body, String field, Invocation invocation, Option option) {
        Inputs.read(invocation, option).ifPresent(value -> body.set(field, value));
        return body;
    }

    static ObjectNode flag(ObjectNode body, String field, Invocation invocation, Option option) {
        if (invocation.has(option)) {
            body.put(field, true);
        }
        return body;
    }

    /** Text by name, of options such as {@code --label a=b}. */
    static ObjectNode pairs(ObjectNode body, String field, Invocation invocation, Option option) {
        if (invocation.has(option)) {
            ObjectNode pairs = body.putObject(field);
            for (String pair : invocation.values(option)) {
                int equals = pair.indexOf('=');
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return body;
    }
}
