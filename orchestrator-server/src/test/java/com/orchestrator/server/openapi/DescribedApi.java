package com.orchestrator.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.rest.openapi.OpenApiDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations that a document describes. */
public final class DescribedApi {

    /** Where the document of this server is written, for messages. */
    static final String SOURCE = "orchestrator-api/src/main/resources/com/orchestrator/api/openapi/";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** One operation. {@code item} is the path, which may have parameters for all of its operations. */
    public record Operation(String method, String path, Place item, Place place) {

        public String id() {
            return place.text("operationId");
        }

        /** Of the path and its own, by where they stand. */
        Stream<Place> parameters(String in) {
            return Stream.of(item, place)
                    .flatMap(owner -> owner.literally("parameters").children())
                    .filter(parameter -> parameter.text("in").equals(in));
        }

        public Set<String> parameterNames(String in) {
            return parameters(in).map(parameter -> parameter.text("name")).collect(Collectors.toSet());
        }

        /** What is said of answers of a status; missing when nothing is. */
        Place response(int status) {
            Place own = place.literally("responses").child(String.valueOf(status));
            return own.exists() ? own : place.literally("responses").child("default");
        }

        public boolean hasBody() {
            return place.child("requestBody").exists();
        }

        /** The role it takes; empty when it takes none. */
        public Optional<String> role() {
            return Optional.of(place.text("x-required-role")).filter(role -> !role.isEmpty());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** An operation that is called, with what stands in its path. */
    record Called(Operation operation, Map<String, String> variables) {}

    private final Place document;
    private final List<Operation> operations = new ArrayList<>();

    DescribedApi(JsonNode document) {
        this.document = Place.of(document);
        Place paths = this.document.literally("paths");
        paths.node().properties().forEach(path -> {
            Place item = paths.child(path.getKey());
            METHODS.stream()
                    .filter(method -> item.node().has(method))
                    .sorted()
                    .map(method ->
                            new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), item, item.child(method)))
                    .forEach(operations::add);
        });
    }

    public static DescribedApi ofThisServer() {
        return new DescribedApi(OpenApiDocument.get().tree());
    }

    Place document() {
        return document;
    }

    public List<Operation> operations() {
        return operations;
    }

    /** The operation that a request calls, by the rule of the standard: names before variables. */
    Optional<Called> find(String method, String rawPath) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method))
                .sorted(Comparator.comparing(operation -> operation.path().replace('{', '\uffff')))
                .flatMap(operation -> match(operation, rawPath).stream())
                .findFirst();
    }

    private static Optional<Called> match(Operation operation, String rawPath) {
        String[] wanted = operation.path().split("/");
        String[] given = rawPath.replaceAll(";[^/]*", "").split("/");
        Map<String, String> variables = new TreeMap<>();
        for (int i = 0; i < wanted.length && wanted.length == given.length; i++) {
            if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return wanted.length == given.length ? Optional.of(new Called(operation, variables)) : Optional.empty();
    }
}
