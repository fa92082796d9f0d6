package com.orchestrator.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.openapi.DescribedApi.Operation;
import com.orchestrator.server.openapi.SchemaChanges.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client that was made for one document would stumble over with another one. Not that something is new where clients
 * are told to ignore it: operations, optional parameters, fields and enum values of answers.
 */
final class BreakingChanges {

    /** One of them, under the operation it is about. */
    record Change(String operationId, String path, String what) {

        @Override
        public String toString() {
            return operationId + " (" + path + "): " + what;
        }
    }

    private final List<Change> found = new ArrayList<>();

    private BreakingChanges() {}

    static List<Change> between(JsonNode released, JsonNode now) {
        BreakingChanges changes = new BreakingChanges();
        Map<String, Operation> present = new DescribedApi(now)
                .operations().stream().collect(Collectors.toMap(Operation::toString, operation -> operation));
        new DescribedApi(released)
                .operations()
                .forEach(operation ->
                        changes.compare(operation, Optional.ofNullable(present.get(operation.toString()))));
        return changes.found;
    }

    private void compare(Operation before, Optional<Operation> present) {
        if (present.isEmpty()) {
            report(before, "the operation is gone");
            return;
        }
        Operation after = present.get();
        if (!after.id().equals(before.id())) {
            report(before, "its operationId is now " + after.id());
        }
        after.role()
                .filter(role -> !role.equals("reader") && !before.role().equals(Optional.of(role)))
                .ifPresent(role -> report(before, "it takes the role " + role + " now"));
        compareParameters(before, after);
        compareRequests(before, after);
        compareAnswers(before, after);
    }

    private void report(Operation operation, String what) {
        found.add(new Change(operation.id(), operation.path(), what));
    }

    private void compareParameters(Operation before, Operation after) {
        for (String in : List.of("path", "query", "header")) {
            Map<String, Place> old = byName(before.parameters(in));
            Map<String, Place> young = byName(after.parameters(in));
            missing(old.keySet(), young.keySet())
                    .forEach(name -> report(before, "the " + in + " parameter '" + name + "' is gone"));
            young.forEach((name, parameter) -> {
                Place earlier = old.get(name);
                if (isRequired(parameter) && (earlier == null || !isRequired(earlier))) {
                    report(before, "the " + in + " parameter '" + name + "' is needed now");
                }
                if (earlier != null) {
                    compareSchemas(before, "the parameter '" + name + "'", Direction.REQUEST, earlier, parameter);
                }
            });
        }
    }

    private static Map<String, Place> byName(Stream<Place> parameters) {
        return parameters.collect(Collectors.toMap(
                parameter -> parameter.text("name"), parameter -> parameter, (own, other) -> other, TreeMap::new));
    }

    private static boolean isRequired(Place owner) {
        return owner.node().path("required").asBoolean();
    }

    private static Set<String> missing(Set<String> all, Set<String> from) {
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(from);
        return missing;
    }

    private void compareRequests(Operation before, Operation after) {
        Place old = before.place().child("requestBody");
        Place young = after.place().child("requestBody");
        if (isRequired(young) && !isRequired(old)) {
            report(before, "it needs a body now");
        }
        compareForms(before, "the request", Direction.REQUEST, old, young);
    }

    private void compareAnswers(Operation before, Operation after) {
        Place answers = before.place().literally("responses");
        for (String status : names(answers)) {
            Place old = answers.child(status);
            Place young = after.place().literally("responses").child(status);
            if (!status.startsWith("2")) {
                continue;
            }
            if (!young.exists()) {
                report(before, "it is not answered " + status + " any more");
                continue;
            }
            for (String header : names(old.literally("headers"))) {
                if (isRequired(old.literally("headers").child(header))
                        && !isRequired(young.literally("headers").child(header))) {
                    report(before, "the answer " + status + " may be without " + header);
                }
            }
            compareForms(before, "the answer " + status, Direction.ANSWER, old, young);
        }
    }

    private void compareForms(Operation operation, String what, Direction direction, Place old, Place young) {
        for (String type : names(old.literally("content"))) {
            Place earlier = old.literally("content").literally(type);
            Place form = young.literally("content").literally(type);
            if (form.exists()) {
                compareSchemas(operation, what, direction, earlier, form);
            } else {
                report(operation, what + " has no form " + type + " any more");
            }
        }
    }

    private static Set<String> names(Place object) {
        return object.node().properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void compareSchemas(Operation operation, String what, Direction direction, Place old, Place young) {
        BiConsumer<String, String> report = (field, change) -> report(operation, what + field + ": " + change);
        new SchemaChanges(direction, report).compare("", old.child("schema"), young.child("schema"));
    }
}
