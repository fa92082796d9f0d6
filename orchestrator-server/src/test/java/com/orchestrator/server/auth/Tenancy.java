package com.orchestrator.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.openapi.DescribedApi;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server with two namespaces: what is in the one, {@code canary}, is not for the tenant, who has {@code home}. */
final class Tenancy implements AutoCloseable {

    /** Not asking for HTTP/2, which what is streamed does not take. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String TENANT = "t-secret";
    private static final String ROOT = "r-secret";
    private static final String BLIND = "b-secret";
    private static final String MASKED = "m-secret";

    /** Stands in everything that runs of the other namespace carry. */
    static final String HUSH = "hush-canary";

    /** Stands in a field that a schema marks as sensitive, and in all that workers say. */
    static final String PIN = "pin-canary-4711";

    /** The same of a signal. */
    static final String CODE = "code-canary-0815";

    /** In front of what the secrets of a namespace are. */
    static final String SEALED = "sealed-of-";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private static final String FLOW = """
        {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"NS","name":"NS-flow",
        "input":{"schema":{"properties":{"pin":{"type":"string","pattern":"^pin","sensitive":true}}}},
        "searchAttributes":{"NSAttr":"${ input.secret }"},"tasks":[
        {"id":"a","task":"NS-step","queue":"NS:step","timeouts":{"lease":"1h"},
         "input":{"order":"${ input }","key":"${ secrets.psp_key }"},
         "compensate":{"task":"NS-undo","queue":"NS:step"}},
        {"id":"b","signal":{"name":"paid","schema":{"properties":{"code":{"sensitive":true}}}}},
        {"id":"c","wait":"${ input.pin + tasks.b.output.code }"}]}\
        """;

    /** Which of two. */
    enum Thing {
        THERE,
        NOWHERE
    }

    /** A value of the other namespace, and one of the same kind that nothing has. */
    private record Pair(String there, String nowhere) {
        String of(Thing thing) {
            return thing == Thing.THERE ? there : nowhere;
        }
    }

    /** A request in two forms: placeholders such as {@code <instanceId>} stand for pairs. */
    record Asked(String method, String path, String body, Map<String, Pair> pairs) {

        Call of(Thing thing) {
            return new Call(method, filled(path, thing), filled(body, thing), pairs, thing);
        }

        private String filled(String text, Thing thing) {
            String filled = text;
            for (Map.Entry<String, Pair> pair : pairs.entrySet()) {
                filled = filled.replace(
                        "<" + pair.getKey() + ">", pair.getValue().of(thing));
            }
            return filled;
        }

        @Override
        public String toString() {
            return method + " " + path + " " + body;
        }
    }

    /** One of the two. */
    record Call(String method, String path, String body, Map<String, Pair> pairs, Thing thing) {

        @Override
        public String toString() {
            return method + " " + path + " " + body;
        }

        /** The answer as it would be if both things had the same name. */
        String withoutNames(String answer) {
            String plain = answer;
            for (Map.Entry<String, Pair> pair : longestFirst()) {
                plain = plain.replace(pair.getValue().of(thing), "<" + pair.getKey() + ">");
            }
            return plain;
        }

        private List<Map.Entry<String, Pair>> longestFirst() {
            return pairs.entrySet().stream()
                    .filter(pair ->
                            !pair.getValue().there().equals(pair.getValue().nowhere()))
                    .sorted(Comparator.comparing(
                            pair -> -pair.getValue().of(thing).length()))
                    .toList();
        }
    }

    private final OwnEngine engine;
    private final TestServer server;
    private final Map<String, Pair> pairs = new LinkedHashMap<>();
    private String handedOut = "";

    private Tenancy(OwnEngine engine) {
        this.engine = engine;
        this.server = TestServer.of(
                engine,
                Authenticator.byTokens(Tokens.parse("tenant:admin@home:" + TENANT + ",root:admin:" + ROOT
                        + ",blind:admin+no-payloads:" + BLIND + ",masked:admin+no-sensitive:" + MASKED)));
    }

    static Tenancy open() {
        Tenancy tenancy = new Tenancy(OwnEngine.onLocal(
                new InMemoryEngineStore(SettableClock.standing()),
                (namespace, name) -> Optional.of(SEALED + namespace)));
        tenancy.fill();
        return tenancy;
    }

    TestServer server() {
        return server;
    }

    // ---- the world

    private void fill() {
        JsonNode canary = begin("canary", "canary-worker", ROOT);
        handedOut = canary.toString();
        String second = start("canary", ROOT);
        JsonNode held = poll("canary", "canary-worker", ROOT);
        String lease = "\"fenceToken\":" + held.get("fenceToken");
        post(
                "/api/v1/tasks/logs",
                "{\"workerId\":\"canary-worker\",\"lines\":[{\"executionId\":" + held.get("executionId") + "," + lease
                        + ",\"number\":1,\"message\":\"" + HUSH + " line " + PIN + "\"}]}",
                ROOT);
        post(
                "/api/v1/tasks/" + held.get("executionId").asText() + "/fail",
                "{\"workerId\":\"canary-worker\"," + lease + ",\"failure\":{\"kind\":\"suspend\",\"code\":\"CANARY\","
                        + "\"message\":\"" + HUSH + " trouble " + PIN + "\",\"details\":{\"a\":\"" + HUSH
                        + "\",\"b\":[\"" + PIN + "\"]}}}",
                ROOT);
        post(
                "/api/v1/tasks/" + canary.get("executionId").asText() + "/renew",
                "{\"workerId\":\"canary-worker\",\"fenceToken\":" + canary.get("fenceToken") + ",\"progress\":{\"p\":\""
                        + HUSH + "\",\"q\":\"" + PIN + "\"}}",
                ROOT);
        complete();
        post(
                "/api/v1/jobs",
                "{\"type\":\"canary-job\",\"jobId\":\"canary-job\",\"payload\":{\"p\":\"" + HUSH + "\"}}",
                ROOT);
        String batch = post(
                        "/api/v1/batches",
                        "{\"operation\":\"pause\",\"instanceIds\":[\"" + second + "\"],\"reason\":\"canary\"}",
                        ROOT)
                .json()
                .get("batchId")
                .asText();
        put("/api/v1/schedules/canary/canary-schedule", "{\"workflow\":\"canary-flow\",\"cron\":\"0 3 * * *\"}", ROOT);
        post("/api/v1/tokens", "{\"name\":\"ci@canary\",\"grants\":[\"reader@canary\"],\"reason\":\"canary\"}", ROOT);
        put("/api/v1/retention/canary", "{\"completed\":\"30d\",\"reason\":\"canary\"}", ROOT);
        begin("home", "home-worker", TENANT);
        JsonNode incident =
                get("/api/v1/incidents?namespace=canary", ROOT).json().at("/items/0");
        String execution = canary.get("executionId").asText();
        pair("instanceId", canary.get("instanceId").asText(), nobody(1));
        pair("executionId", execution, nobody(2));
        pair("token", new TaskToken(uuid(execution), "canary-worker", 1).toString(), token());
        pair("incidentId", incident.get("incidentId").asText(), nobody(3));
        pair("fingerprint", incident.get("fingerprint").asText(), "0".repeat(32));
        pair("batchId", batch, nobody(4));
        pair("namespace", "canary", "ghosts");
        pair("workflow", "canary-flow", "ghosts-flow");
        pair("queue", "canary:step", "ghosts:step");
        pair("workerId", "canary-worker", "ghosts-worker");
        pair("jobId", "canary-job", "ghosts-job");
        pair("name", "canary-schedule", "ghosts-schedule");
        Stream.of("id", "key", "taskType", "type", "workload").forEach(name -> pair(name, NOBODY, NOBODY));
        pair("attribute", "canaryAttr", "ghostsAttr");
        pair("rule", "budget:canary", "budget:ghosts");
        pair("tokenName", "ci@canary", "ci@ghosts");
        pair("keyId", "canary-key", "ghost-key");
        pair("taskId", "a", "a");
        pair("revision", "1", "1");
    }

    /** A run whose first task has an output, and that has got a signal. */
    private void complete() {
        String run = start("canary", ROOT);
        JsonNode task = poll("canary", "canary-worker", ROOT);
        post(
                "/api/v1/tasks/" + task.get("executionId").asText() + "/complete",
                "{\"workerId\":\"canary-worker\",\"fenceToken\":" + task.get("fenceToken") + ",\"output\":{\"o\":\""
                        + HUSH + "\",\"by\":\"card " + PIN + "\"}}",
                ROOT);
        post(
                "/api/v1/instances/" + run + "/signals/paid",
                "{\"payload\":{\"s\":\"" + HUSH + "\",\"code\":\"" + CODE + "\"}}",
                ROOT);
    }

    private static String nobody(int which) {
        return NOBODY.substring(0, NOBODY.length() - 1) + which;
    }

    private static String token() {
        return new TaskToken(uuid(nobody(2)), "canary-worker", 1).toString();
    }

    private static java.util.UUID uuid(String text) {
        return java.util.UUID.fromString(text);
    }

    private void pair(String name, String there, String nowhere) {
        pairs.put(name, new Pair(there, nowhere));
    }

    /** A run of which a worker holds the first task. */
    private JsonNode begin(String namespace, String worker, String token) {
        post("/api/v1/workflows", FLOW.replace("NS", namespace), token);
        start(namespace, token);
        send(
                "PUT",
                "/api/v1/workers/" + worker + "/heartbeat",
                "{\"name\":\"" + namespace + "\",\"host\":\"" + namespace + "\",\"queues\":[\"" + namespace
                        + ":step\"],\"capacity\":1,\"currentLoad\":0,\"state\":\"RUNNING\"}",
                token);
        return poll(namespace, worker, token);
    }

    private String start(String namespace, String token) {
        String run = namespace + "-run" + (namespace.equals("home") ? "" : "-" + System.nanoTime());
        return post(
                        "/api/v1/workflows/" + namespace + "/" + namespace + "-flow/instances",
                        "{\"runId\":\"" + run + "\",\"input\":{\"secret\":\"hush-" + namespace + "\",\"pin\":\""
                                + (namespace.equals("home") ? "pin-home" : PIN) + "\"}}",
                        token)
                .json()
                .get("instanceId")
                .asText();
    }

    private JsonNode poll(String namespace, String worker, String token) {
        JsonNode tasks = post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\":\"" + worker + "\",\"queues\":[\"" + namespace
                                + ":step\"],\"max\":1,\"wait\":\"5s\"}",
                        token)
                .json();
        JsonNode task = tasks.at("/tasks/0");
        if (task.isMissingNode()) {
            throw new AssertionError("No task for " + worker + ": " + tasks);
        }
        return task;
    }

    // ---- what is asked

    /**
     * The requests that an operation is asked by: each of its own parameters is of the other namespace.
     *
     * @throws AssertionError when it is new and nobody has said how it is asked
     */
    List<Asked> askedOf(DescribedApi.Operation operation, On on) {
        Set<String> queries = operation.parameterNames("query");
        String path = VARIABLE.matcher(operation.path()).replaceAll("<$1>");
        Matcher variables = VARIABLE.matcher(operation.path());
        while (variables.find()) {
            if (!pairs.containsKey(variables.group(1))) {
                throw new AssertionError(operation + ": say in Tenancy what {" + variables.group(1) + "} may be");
            }
        }
        List<String> bodies = bodies(operation, on);
        List<Asked> all = new ArrayList<>();
        bodies.forEach(body -> all.add(new Asked(operation.method(), path, body, pairs)));
        queries.stream()
                .filter(name -> pairs.containsKey(name) && !operation.path().endsWith("/stream"))
                .forEach(name -> all.add(
                        new Asked(operation.method(), path + "?" + name + "=<" + name + ">", bodies.get(0), pairs)));
        if (queries.contains("attr.*")) {
            all.add(new Asked("GET", path + "?attr.<attribute>=x", "", pairs));
            all.add(new Asked("GET", path + "?filter=attr.<attribute>%20==%20%22x%22", "", pairs));
        }
        return operation.path().equals("/api/v1/stream")
                ? List.of(new Asked("GET", path + "?namespace=<namespace>", "", pairs))
                : all;
    }

    private static List<String> bodies(DescribedApi.Operation operation, On on) {
        if (!operation.hasBody()) {
            return List.of("");
        }
        if (on != On.BODY) {
            return List.of(
                    operation.id().equals("previewSchedule") ? "{\"cron\":\"0 3 * * *\"}" : "{\"reason\":\"r\"}");
        }
        List<String> bodies = BODIES.get(operation.method() + " " + operation.path());
        if (bodies == null) {
            throw new AssertionError(operation + ": say in Tenancy.BODIES what of another namespace its body can name");
        }
        return bodies;
    }

    private static final Map<String, List<String>> BODIES = Map.of(
            "POST /api/v1/workflows",
            List.of(
                    FLOW.replace("NS", "<namespace>"),
                    FLOW.replace("NS-flow", "thief")
                            .replace("\"NS\"", "\"home\"")
                            .replace("NS", "<namespace>"),
                    """
                    {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"home","name":"thief","tasks":[
                    {"id":"a","workflow":{"namespace":"<namespace>","name":"<workflow>"}}]}\
                    """),
            "POST /api/v1/workflows/validate",
            List.of(FLOW.replace("NS", "<namespace>")),
            "POST /api/v1/instances/batch-start",
            List.of("{\"items\":[{\"namespace\":\"<namespace>\",\"workflow\":\"<workflow>\"}]}"),
            "POST /api/v1/signals",
            List.of("{\"namespace\":\"<namespace>\",\"name\":\"paid\",\"key\":\"k\"}"),
            "POST /api/v1/tokens",
            List.of(
                    "{\"name\":\"<tokenName>\",\"grants\":[\"reader@<namespace>\"],\"reason\":\"r\"}",
                    "{\"name\":\"thief@home\",\"grants\":[\"reader@<namespace>\"],\"reason\":\"r\"}",
                    "{\"name\":\"thief@home\",\"grants\":[\"reader@home+<namespace>\"],\"reason\":\"r\"}"),
            "POST /api/v1/batches",
            Stream.of("false", "true")
                    .flatMap(dry -> Stream.of(
                                    "\"instanceIds\":[\"<instanceId>\"]",
                                    "\"fingerprint\":\"<fingerprint>\"",
                                    "\"filter\":\"namespace == '<namespace>'\"",
                                    "\"filter\":\"true) || (namespace == '<namespace>'\"",
                                    "\"filter\":\"namespace == '<namespace>' //\"")
                            .map(which ->
                                    "{\"operation\":\"pause\",\"reason\":\"r\",\"dryRun\":" + dry + "," + which + "}"))
                    .toList(),
            "POST /api/v1/tasks/poll",
            List.of(
                    "{\"workerId\":\"home-worker\",\"queues\":[\"<queue>\"],\"max\":1,\"wait\":\"0s\"}",
                    "{\"workerId\":\"home-worker\",\"queues\":[\"home:step\"],\"max\":1,\"wait\":\"0s\","
                            + "\"results\":[{\"executionId\":\"<executionId>\",\"fenceToken\":1,\"output\":{}}],"
                            + "\"renewals\":[{\"executionId\":\"<executionId>\",\"fenceToken\":1}]}"),
            "POST /api/v1/tasks/logs",
            List.of("{\"workerId\":\"home-worker\",\"lines\":[{\"executionId\":\"<executionId>\",\"fenceToken\":1,"
                    + "\"number\":1,\"message\":\"forged\"}]}"),
            "PUT /api/v1/workers/{workerId}/heartbeat",
            List.of("{\"queues\":[\"<queue>\"],\"capacity\":1,\"currentLoad\":0,\"state\":\"RUNNING\"}"));

    // ---- asking

    /**
     * What the tenant is told.
     *
     * @param text status, what stands in the head, and the body
     */
    record Told(int status, String text) {}

    Told asTenant(Call call) {
        Answer answer = send(call.method(), call.path(), call.body(), TENANT);
        String head = answer.header("Location") + answer.header("ETag") + answer.header("Link");
        return new Told(answer.status(), answer.status() + " " + call.withoutNames(head + " " + answer.text()));
    }

    Answer asRoot(Call call) {
        return send(call.method(), call.path(), call.body(), ROOT);
    }

    /** What somebody is told who may do everything, and does not read what runs carry. */
    Answer asBlind(Call call) {
        return send(call.method(), call.path(), call.body(), BLIND);
    }

    /** What somebody is told who may do everything, and sees nothing of what is sensitive. */
    Answer asMasked(Call call) {
        return send(call.method(), call.path(), call.body(), MASKED);
    }

    Answer masked(String method, String path, String body) {
        return send(method, path, body, MASKED);
    }

    /** A stream up to the line in which something is first named, told to the masked one. */
    String heardMasked(String path, String word) throws IOException, InterruptedException {
        return heardUntil(path, MASKED, word);
    }

    /** What a worker of the other namespace was given. */
    String handedOut() {
        return handedOut;
    }

    Answer own(String method, String path) {
        return send(method, path, "", TENANT);
    }

    /** What goes by that name in the other namespace. */
    String there(String name) {
        return pairs.get(name).there();
    }

    Answer blind(String method, String path, String body) {
        return send(method, path, body, BLIND);
    }

    Answer root(String method, String path, String body) {
        return send(method, path, body, ROOT);
    }

    /** What is in the other namespace and in no answer. */
    String[] traces() {
        return Stream.concat(
                        Stream.of("canary", "CANARY"),
                        Stream.of("instanceId", "executionId", "incidentId", "batchId", "fingerprint")
                                .map(name -> pairs.get(name).there()))
                .toArray(String[]::new);
    }

    /** All that could be changed there. */
    String stateOfOther() {
        return Stream.of(
                        "/api/v1/instances/" + pairs.get("instanceId").there() + "/events",
                        "/api/v1/instances/" + pairs.get("instanceId").there() + "/logs",
                        "/api/v1/instances?namespace=canary",
                        "/api/v1/workflows/canary/canary-flow/revisions",
                        "/api/v1/incidents?namespace=canary",
                        "/api/v1/schedules?namespace=canary",
                        "/api/v1/retention/canary",
                        "/api/v1/tokens/ci@canary")
                .map(path -> get(path, ROOT).text())
                .reduce("", String::concat);
    }

    /** The stream of all events from its beginning, up to the line in which something is first named. */
    String heardUntil(String word) throws IOException, InterruptedException {
        return heardUntil("/api/v1/stream?after=0", TENANT, word);
    }

    /** The same, told to the blind one. */
    String heardBlind(String path, String word) throws IOException, InterruptedException {
        return heardUntil(path, BLIND, word);
    }

    private String heardUntil(String path, String token, String word) throws IOException, InterruptedException {
        HttpRequest request =
                server.request(path).header("Authorization", "Bearer " + token).build();
        HttpResponse<java.io.InputStream> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        StringBuilder heard = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.append(line).append('\n');
                if (line.contains(word)) {
                    break;
                }
            }
        }
        return heard.toString();
    }

    private Answer get(String path, String token) {
        return send("GET", path, "", token);
    }

    private Answer post(String path, String body, String token) {
        return done("POST", path, body, token);
    }

    private void put(String path, String body, String token) {
        done("PUT", path, body, token);
    }

    private Answer done(String method, String path, String body, String token) {
        Answer answer = send(method, path, body, token);
        if (answer.status() >= 300) {
            throw new AssertionError(method + " " + path + " " + body + "\n  was answered " + answer.text());
        }
        return answer;
    }

    private Answer send(String method, String path, String body, String token) {
        HttpRequest.Builder request = server.request(
                        path.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E"))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        String type = path.endsWith("/import") ? "application/x-ndjson" : "application/json";
        return server.send(body.isEmpty() ? request : request.header("Content-Type", type));
    }

    @Override
    public void close() {
        server.close();
        engine.close();
    }
}
