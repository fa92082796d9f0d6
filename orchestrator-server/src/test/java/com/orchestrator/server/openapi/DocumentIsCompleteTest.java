package com.orchestrator.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.DayMatch;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.server.auth.Endpoints;
import com.orchestrator.server.auth.Endpoints.Endpoint;
import com.orchestrator.server.openapi.DescribedApi.Operation;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.QueryParameterFeature;
import com.orchestrator.server.rest.json.RawText;
import com.orchestrator.server.rest.openapi.OpenApiDocument;
import com.orchestrator.server.testing.TestServer;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The document describes what the server serves, and nothing else. What a difference asks for is written into the part of the
 * document that is about the subject.
 */
class DocumentIsCompleteTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final DescribedApi api = DescribedApi.ofThisServer();

    private static List<Endpoint> endpoints() {
        try (TestServer server = TestServer.open()) {
            Endpoints endpoints = server.endpoints();
            return endpoints.all();
        }
    }

    @Test
    void whatIsServed_isDescribed_andTheOtherWayRound() {
        assertThat(differences(endpoints(), api))
                .as("Differences between the resources and the document in " + DescribedApi.SOURCE
                        + "*.yaml; docs/reference/openapi.md says how to write it")
                .isEmpty();
    }

    @Test
    void whatIsForgotten_isNamed() {
        ObjectNode document = OpenApiDocument.get().tree();
        ObjectNode paths = (ObjectNode) document.get("paths");
        paths.set("/api/v1/nothing", paths.get("/api/v1/locks"));
        paths.remove("/api/v1/budgets");
        ((ArrayNode) paths.at("/~1api~1v1~1instances/get/parameters")).remove(0);
        ((ObjectNode) paths.at("/~1api~1v1~1workers/get")).remove("x-required-role");
        ((ObjectNode) document.at("/components/schemas/Start/properties")).remove("labels");

        assertThat(differences(endpoints(), new DescribedApi(document)))
                .hasSize(5)
                .anyMatch(difference -> difference.startsWith("GET /api/v1/nothing is described and not served"))
                .anyMatch(difference -> difference.startsWith("GET /api/v1/budgets is served by BudgetResource"))
                .contains(
                        "GET /api/v1/instances: query parameters: add 'state'",
                        "GET /api/v1/workers: role: add 'reader'",
                        "POST /api/v1/workflows/{namespace}/{workflow}/instances: requestBody fields: add 'labels'");
    }

    private static List<String> differences(List<Endpoint> endpoints, DescribedApi api) {
        Map<String, Endpoint> served = byName(endpoints, DocumentIsCompleteTest::key);
        Map<String, Operation> described = byName(api.operations(), Operation::toString);
        List<String> differences = new ArrayList<>();
        served.forEach((key, endpoint) -> {
            Operation operation = described.get(key);
            differences.addAll(
                    operation == null ? List.of(undescribed(key, endpoint)) : differences(endpoint, operation));
        });
        missing(described.keySet(), served.keySet())
                .forEach(key ->
                        differences.add(key + " is described and not served: take it out, or add the resource method"));
        return differences;
    }

    private static <T> Map<String, T> byName(List<T> values, Function<T, String> name) {
        return values.stream().collect(Collectors.toMap(name, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    private static String key(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path().getTemplate().replaceAll("\\{\\s*(\\w+)\\s*:[^/]*}", "{$1}");
    }

    private static String undescribed(String key, Endpoint endpoint) {
        String[] parts = key.split(" ");
        return key + " is served by "
                + endpoint.handler().getDeclaringClass().getSimpleName()
                + " and not described: write it into `paths:` of the part about its subject, beginning with\n  "
                + parts[1] + ":\n    " + parts[0].toLowerCase(Locale.ROOT) + ":\n      operationId: "
                + endpoint.handler().getName() + "\n      "
                + endpoint.role()
                        .map(role -> "x-required-role: " + role.name().toLowerCase(Locale.ROOT))
                        .orElse("security: []");
    }

    private static List<String> differences(Endpoint endpoint, Operation operation) {
        List<String> differences = new ArrayList<>();
        compare(differences, "query parameters", queries(endpoint), operation.parameterNames("query"));
        compare(differences, "headers", headers(endpoint), operation.parameterNames("header"));
        compare(
                differences,
                "path parameters",
                Set.copyOf(endpoint.path().getTemplateVariables()),
                operation.parameterNames("path"));
        compare(
                differences,
                "role",
                endpoint.role().map(role -> role.name().toLowerCase(Locale.ROOT)).stream()
                        .collect(Collectors.toSet()),
                operation.role().stream().collect(Collectors.toSet()));
        Place content = operation.place().child("requestBody").literally("content");
        Optional<Class<?>> body = body(endpoint);
        if (body.isPresent() != content.exists()) {
            differences.add(body.isPresent() ? "requestBody is missing" : "requestBody is too much");
        }
        body.filter(type -> type != RawText.class)
                .ifPresent(type -> compareFields(
                        differences,
                        "requestBody",
                        JACKSON.constructType(type),
                        content.literally("application/json").child("schema")));
        return differences.stream()
                .map(difference -> operation + ": " + difference)
                .toList();
    }

    private static void compare(List<String> differences, String what, Set<String> served, Set<String> described) {
        missing(served, described).forEach(name -> differences.add(what + ": add '" + name + "'"));
        missing(described, served).forEach(name -> differences.add(what + ": take out '" + name + "', or serve it"));
    }

    private static Set<String> missing(Set<String> all, Set<String> from) {
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(from);
        return missing;
    }

    private static Set<String> queries(Endpoint endpoint) {
        return Arrays.stream(endpoint.handler().getParameters())
                .flatMap(QueryParameterFeature::declaredBy)
                .map(QueryParam::value)
                .collect(Collectors.toSet());
    }

    private static Set<String> headers(Endpoint endpoint) {
        return Arrays.stream(endpoint.handler().getParameters())
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(HeaderParam.class)))
                .map(HeaderParam::value)
                .collect(Collectors.toSet());
    }

    private static Optional<Class<?>> body(Endpoint endpoint) {
        return Arrays.stream(endpoint.handler().getParameters())
                .filter(parameter -> parameter.getAnnotations().length == 0
                        && parameter.getType().isRecord())
                .<Class<?>>map(Parameter::getType)
                .findFirst();
    }

    /** A record and its schema, also those inside; a schema of any object stands for what is read later. */
    private static void compareFields(List<String> differences, String where, JavaType type, Place schema) {
        Place properties = schema.literally("properties");
        if (!properties.exists()) {
            return;
        }
        Map<String, JavaType> fields = JACKSON.getDeserializationConfig().introspect(type).findProperties().stream()
                .collect(Collectors.toMap(BeanPropertyDefinition::getName, BeanPropertyDefinition::getPrimaryType));
        Set<String> described =
                properties.node().properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        compare(differences, where + " fields", fields.keySet(), described);
        if (schema.node().path("additionalProperties").asBoolean(true)) {
            differences.add(where + ": say 'additionalProperties: false'");
        }
        fields.forEach((name, field) -> {
            JavaType inner = field.isContainerType() ? field.getContentType() : field;
            Place place = field.isCollectionLikeType() ? properties.child(name).child("items") : properties.child(name);
            if (inner.getRawClass().isRecord() && place.exists()) {
                compareFields(differences, where + "/" + name, inner, place);
            }
        });
    }

    static Stream<Object[]> enums() {
        return Stream.of(
                        "Cause/properties/kind", Cause.Kind.values(),
                        "ErrorCode", ErrorCode.values(),
                        "WorkflowState", WorkflowState.values(),
                        "Priority", Priority.values(),
                        "FailureKind", FailureKind.values(),
                        "ExecutionState", ExecutionState.values(),
                        "ExecutionKind", ExecutionKind.values(),
                        "TaskState", TaskState.values(),
                        "LogLevel", LogLine.Level.values(),
                        "ReasonCode", ReasonCode.values(),
                        "CompensateBody/properties/then", CompensateRequest.Then.values(),
                        "ReportVerdict/properties/status", PollResponse.ReportStatus.values(),
                        "RenewalVerdict/properties/status", PollResponse.RenewalStatus.values(),
                        "JobState", JobState.values(),
                        "JobHistory", JobHistory.values(),
                        "DayMatch", DayMatch.values(),
                        "Overlap", Overlap.values(),
                        "ScheduleFire/properties/outcome", ScheduleFire.Outcome.values(),
                        "Backfill/properties/state", Backfill.State.values(),
                        "Heartbeat/properties/state", WorkerHeartbeat.State.values(),
                        "Worker/properties/state", WorkerStatus.State.values(),
                        "Breaker/properties/state", Breaker.State.values(),
                        "LimitChange/properties/action", LimitChange.Action.values())
                .collect(pairs());
    }

    private static java.util.stream.Collector<Object, ?, Stream<Object[]>> pairs() {
        return Collectors.collectingAndThen(
                Collectors.toList(),
                flat -> java.util.stream.IntStream.range(0, flat.size() / 2).mapToObj(i ->
                        new Object[] {flat.get(2 * i), flat.get(2 * i + 1)}));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void enums_haveAllTheirValues(String schema, Object[] values) {
        Place described = new Place(api.document().root(), "/components/schemas/" + schema + "/enum");

        assertThat(described.node())
                .extracting(value -> value.asText())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(values)
                        .map(value -> JACKSON.convertValue(value, String.class))
                        .toList());
    }

    @Test
    void everyCode_isListedUnderItsStatus() {
        Map<String, String> listed = new TreeMap<>();
        new Place(api.document().root(), "/components/responses")
                .children()
                .map(response -> response.node().at("/content/application~1problem+json/schema/allOf/1/properties"))
                .filter(narrowed -> !narrowed.isMissingNode())
                .forEach(narrowed -> narrowed.at("/code/enum")
                        .forEach(code -> listed.put(
                                code.asText(), narrowed.path("status").toString())));

        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(listed.getOrDefault(code.name(), "nowhere"))
                        .as("The status of " + code)
                        .contains(String.valueOf(ProblemMapper.problem(new OrchestratorException(code, "x"))
                                .status())));
    }
}
