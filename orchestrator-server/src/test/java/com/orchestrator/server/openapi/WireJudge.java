package com.orchestrator.server.openapi;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.server.openapi.DescribedApi.Called;
import com.orchestrator.server.openapi.DescribedApi.Operation;
import com.orchestrator.server.openapi.Schemas.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what goes over the wire against the document: every answer, and every request that is served. */
public final class WireJudge {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String PROBLEM = "/components/schemas/Problem";

    /** What lists of requests are answered entry by entry. */
    private static final Pattern ENTRY = Pattern.compile("/(items|results|renewals)/\\d+");

    private static final Set<String> REFUSALS = Set.of("REJECTED", "LOST");

    private static final WireJudge OF_THIS_SERVER = new WireJudge(DescribedApi.ofThisServer());

    private final DescribedApi api;
    private final Schemas answers;
    private final Schemas requests;

    WireJudge(DescribedApi api) {
        this.api = api;
        this.answers = Schemas.ofAnswers(api.document().root());
        this.requests = Schemas.ofRequests(api.document().root());
    }

    public static WireJudge ofThisServer() {
        return OF_THIS_SERVER;
    }

    /** @throws AssertionError when the document does not agree with the answer, or with the request that was served */
    public void judge(HttpResponse<byte[]> response) {
        judge(Asked.of(response.request()), Answered.of(response));
    }

    void judge(Asked asked, Answered answered) {
        List<String> faults = new ArrayList<>(answerFaults(asked, answered));
        faults.addAll(requestFaults(asked, answered));
        check(asked, answered, faults);
    }

    /**
     * For requests that nobody would send: a server may be more generous than the document.
     *
     * @throws AssertionError when the document does not agree with the answer
     */
    public void judgeAnswer(HttpResponse<byte[]> response) {
        Asked asked = Asked.of(response.request());
        Answered answered = Answered.of(response);
        check(asked, answered, answerFaults(asked, answered));
    }

    private static void check(Asked asked, Answered answered, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new AssertionError(asked + "\n  was answered " + answered
                    + "\n  and the document does not agree (see docs/reference/openapi.md):\n  "
                    + String.join("\n  ", faults));
        }
    }

    private Optional<Called> called(Asked asked) {
        return api.find(asked.isHead() ? "GET" : asked.method(), asked.uri().getRawPath());
    }

    private List<String> answerFaults(Asked asked, Answered answered) {
        if (asked.method().equals("OPTIONS")) {
            return List.of();
        }
        return called(asked)
                .map(called -> answerFaults(called.operation(), answered, asked.isHead()))
                .orElseGet(() -> asked.isHead() ? List.of() : strangerFaults(answered));
    }

    private List<String> requestFaults(Asked asked, Answered answered) {
        Optional<Called> called = called(asked);
        if (called.isEmpty() || answered.status() >= 300) {
            return List.of();
        }
        List<String> faults = new ArrayList<>(addressFaults(called.get(), asked.uri()));
        faults.addAll(bodyFaults(called.get().operation(), asked, answered));
        return faults;
    }

    /** To what is no operation the answer is a refusal. */
    private List<String> strangerFaults(Answered answered) {
        return answered.status() < 400
                ? List.of("there is no such operation")
                : answers.faults(new Place(api.document().root(), PROBLEM), read(answered.body())).stream()
                        .map(fault -> "in the answer at " + fault.pointer() + ": " + fault.message())
                        .toList();
    }

    private List<String> answerFaults(Operation operation, Answered answered, boolean isHead) {
        Place response = operation.response(answered.status());
        if (!response.exists()) {
            return named(operation, List.of("it does not say that the answer can be " + answered.status()));
        }
        List<String> faults = new ArrayList<>();
        Place headers = response.literally("headers");
        headers.node().properties().forEach(header -> {
            if (headers.child(header.getKey()).node().path("required").asBoolean()
                    && answered.header().apply(header.getKey()).isEmpty()) {
                faults.add("the answer has no " + header.getKey());
            }
        });
        if (!isHead) {
            String type = answered.header().apply("Content-Type");
            bodyFaults(answers, response, type, answered.body())
                    .forEach(fault -> faults.add("in the answer at " + fault.pointer() + ": " + fault.message()));
        }
        return named(operation, faults);
    }

    private static List<String> named(Operation operation, List<String> faults) {
        return faults.stream().map(fault -> operation.id() + ", " + fault).toList();
    }

    /** @param owner has the forms of the body under {@code content} */
    private static List<Fault> bodyFaults(Schemas schemas, Place owner, String type, byte[] body) {
        Place content = owner.literally("content");
        if (!content.exists()) {
            return body.length == 0 ? List.of() : List.of(new Fault("", "it has no body"));
        }
        String plain = type.replaceAll("\\s*;.*", "").toLowerCase(Locale.ROOT);
        Place form = content.literally(plain);
        if (!form.exists()) {
            return List.of(new Fault("", "it is not of the type '" + plain + "'"));
        }
        return plain.endsWith("/json") || plain.endsWith("+json")
                ? schemas.faults(form.literally("schema"), read(body))
                : List.of();
    }

    private static JsonNode read(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + new String(json, StandardCharsets.UTF_8), e);
        }
    }

    private List<String> addressFaults(Called called, URI uri) {
        List<String> faults = new ArrayList<>();
        called.variables()
                .forEach((name, value) -> faults.addAll(parameterFaults(called.operation(), "path", name, value)));
        for (String pair :
                uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                faults.addAll(parameterFaults(called.operation(), "query", parts[0], parts.length > 1 ? parts[1] : ""));
            }
        }
        return named(called.operation(), faults);
    }

    /** An entry that was refused in its place may well be wrong. */
    private List<String> bodyFaults(Operation operation, Asked asked, Answered answered) {
        if (asked.body().length == 0) {
            return List.of();
        }
        return named(
                operation,
                bodyFaults(requests, operation.place().child("requestBody"), asked.type(), asked.body()).stream()
                        .filter(fault -> !isRefusedInItsPlace(fault, answered))
                        .map(fault -> "in the request at " + fault.pointer() + ": " + fault.message())
                        .toList());
    }

    private static boolean isRefusedInItsPlace(Fault fault, Answered answered) {
        Matcher entry = ENTRY.matcher(fault.pointer());
        if (!entry.lookingAt()) {
            return false;
        }
        JsonNode verdict = read(answered.body()).at(entry.group());
        return verdict.has("error") || REFUSALS.contains(verdict.path("status").asText());
    }

    private List<String> parameterFaults(Operation operation, String in, String name, String value) {
        String decoded = URLDecoder.decode(value, StandardCharsets.UTF_8);
        return operation
                .parameters(in)
                .filter(parameter -> isCalled(parameter.text("name"), name))
                .findFirst()
                .map(parameter ->
                        requests
                                .faults(parameter.literally("schema"), typed(parameter.child("schema"), decoded))
                                .stream()
                                .map(fault -> "parameter " + name + ": " + fault.message())
                                .toList())
                .orElse(List.of("it has no " + in + " parameter '" + name + "'"));
    }

    /** {@code attr.*} stands for every name that begins like it. */
    private static boolean isCalled(String described, String name) {
        return described.equals(name)
                || (described.endsWith("*") && name.startsWith(described.substring(0, described.length() - 1)));
    }

    /** A text of an address as the value that its schema speaks of. */
    private static JsonNode typed(Place schema, String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (schema.text("type")) {
            case "integer" -> text.matches("\\d{1,18}") ? nodes.numberNode(Long.parseLong(text)) : nodes.textNode(text);
            case "boolean" ->
                text.matches("true|false") ? nodes.booleanNode(Boolean.parseBoolean(text)) : nodes.textNode(text);
            case "array" -> {
                ArrayNode array = nodes.arrayNode();
                for (String item : text.split(",", -1)) {
                    array.add(item);
                }
                yield array;
            }
            default -> nodes.textNode(text);
        };
    }
}
