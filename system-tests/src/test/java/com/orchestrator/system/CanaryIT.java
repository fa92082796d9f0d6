package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.canary.Caller;
import com.orchestrator.system.canary.Canary;
import com.orchestrator.system.canary.Outside;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real server with all that protects switched on. A word of its own is put wherever something can be carried or kept secret, through a
 * life with failures, misuse and a fault; then it is looked for where it must not be.
 */
class CanaryIT {

    private static final Path WORK = Built.folder("canary");
    private static final Path LOGS = WORK.resolve("logs");
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String RING_KEY = Base64.getEncoder()
            .encodeToString(
                    Canary.in("ringkeyringkeyringkeyringk").substring(0, 32).getBytes(StandardCharsets.US_ASCII));
    private static final String HOOK_KEY = Base64.getEncoder()
            .encodeToString(Canary.in("hookkeyhookkeyhookkeyhook").getBytes(StandardCharsets.US_ASCII));

    private static final String ORDER = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            input: { schema: { type: object, properties: { card: { type: string, maxLength: 20, sensitive: true } } } }
            tasks:
              - id: pay
                task: pay
                retry: { maxAttempts: 2, initialInterval: 1ms }
                input: { card: "${ input.card }", note: "${ input.note }", key: "${ secrets.psp_key }" }
                compensate: { task: refund, retry: { maxAttempts: 1 }, input: { card: "${ input.card }", got: "${ output.receipt }" } }
              - id: wait
                signal: { name: go, schema: { type: object, properties: { pin: { type: string, sensitive: true } } } }
              - { id: ship, task: ship, retry: { maxAttempts: 1 } }
            output: { receipt: "${ tasks.pay.output.receipt }" }
            """;

    private static final String ODD = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: odd
            input: { schema: { type: object, properties: { card: { type: string, sensitive: true } } } }
            tasks:
              - { id: count, onError: continue, set: { n: "${ int(input.note) }" } }
              - { id: no, fail: { code: NO, message: "Nobody takes ${ input.card }, ${ input.note }" } }
            """;

    private static final String INPUT =
            "\"input\": {\"card\": \"%s\", \"note\": \"%s\"}".formatted(Canary.in("card"), Canary.in("note"));

    private static final String RECEIPT = "\"output\": {\"receipt\": \"%s\"}".formatted(Canary.in("output"));

    /** What must be seen by nobody, besides words that say what they are. */
    private static final Set<String> KEPT = new TreeSet<>(Set.of(RING_KEY, HOOK_KEY));

    private static final List<String> PROBLEMS = new CopyOnWriteArrayList<>();
    private static final List<String> RUNS = new ArrayList<>();

    private static Outside outside;
    private static EmbeddedPostgres database;
    private static ServerNode server;
    private static Caller admin;
    private static Caller worker;

    @BeforeAll
    static void live() throws IOException, SQLException {
        outside = new Outside();
        Path secrets = Files.createDirectories(WORK.resolve("secrets/shop"));
        Files.writeString(secrets.resolve("psp_key"), Canary.in("secret"));
        database = Built.database(WORK);
        KEPT.add(database.password());
        server = ServerNode.start(Built.server(), database, CanaryIT::settings, LOGS);
        admin = caller("admintoken");
        worker = caller("workertoken");
        prepare();
        RUNS.add(goesWell());
        RUNS.add(failsAndIsUndone());
        RUNS.add(failsAndIsNotUndone());
        RUNS.add(run("odd", "odd"));
        failedJob();
        misuse();
        signIn();
        Awaitility.await().until(() -> String.join("", outside.spans).contains("undo pay") && !outside.hooks.isEmpty());
        RUNS.add(setAside());
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
        outside.close();
    }

    private static Map<String, String> settings(String url) {
        return Map.ofEntries(
                Map.entry("orchestrator.auth", ""),
                Map.entry(
                        "orchestrator.tokens",
                        "ops:admin:%s,w:worker:%s,board:reader+no-payloads:%s,desk:reader+no-sensitive:%s"
                                .formatted(
                                        Canary.in("admintoken"),
                                        Canary.in("workertoken"),
                                        Canary.in("boardtoken"),
                                        Canary.in("desktoken"))),
                Map.entry("orchestrator.secrets.dir", WORK.resolve("secrets").toString()),
                Map.entry("orchestrator.encryption.keys", "k:" + RING_KEY),
                Map.entry("orchestrator.webhooks.allow-http", "true"),
                Map.entry("orchestrator.webhooks.allowed-networks", "127.0.0.1"),
                Map.entry("orchestrator.oidc.issuer", outside.url()),
                Map.entry("orchestrator.oidc.audience", "orchestrator"),
                Map.entry("orchestrator.oidc.grants", "'reader'"),
                Map.entry("orchestrator.oidc.client-id", "page"),
                Map.entry("orchestrator.oidc.client-secret", Canary.in("client")),
                Map.entry("orchestrator.public-url", url),
                Map.entry("otel.exporter.otlp.endpoint", outside.url()),
                Map.entry("otel.exporter.otlp.headers", "x-key=" + Canary.in("otlp")));
    }

    private static Caller caller(String token) {
        return new Caller(server.url(), Canary.in(token), PROBLEMS);
    }

    // ---- a life

    private static void prepare() {
        admin.post("/api/v1/workflows", ORDER);
        admin.post("/api/v1/workflows", ODD);
        admin.put("/api/v1/webhooks/hook", """
                {"url": "%s/hook", "secret": "whsec_%s", "reason": "to see"}""".formatted(outside.url(), HOOK_KEY));
        KEPT.add(admin.post("/api/v1/tokens", """
                        {"name": "made", "grants": ["reader"], "reason": "to see"}""").get("secret").asText());
    }

    private static String run(String workflow, String runId) {
        return admin.post(
                        "/api/v1/workflows/shop/" + workflow + "/instances",
                        "{\"runId\": \"%s\", %s}".formatted(runId, INPUT))
                .get("instanceId")
                .asText();
    }

    private static JsonNode take(String queue) {
        return worker.post("/api/v1/tasks/poll", """
                        {"workerId": "w", "queues": ["%s"], "max": 1, "wait": "20s"}""".formatted(queue)).at("/tasks/0");
    }

    private static JsonNode say(JsonNode task, String what, String more) {
        return worker.post(
                "/api/v1/tasks/%s/%s".formatted(task.get("executionId").asText(), what),
                """
                {"workerId": "w", "fenceToken": %s, %s}""".formatted(task.get("fenceToken"), more));
    }

    private static void fail(JsonNode task, String kind, String message) {
        say(task, "fail", """
                "failure": {"kind": "%s", "code": "NO", "message": "%s", "details": {"x": "%s"}}""".formatted(kind, message, Canary.in("details")));
    }

    private static void payAndGo(String run) {
        signal(run);
        say(take("pay"), "complete", RECEIPT);
    }

    /** Before the run asks for it. */
    private static void signal(String run) {
        admin.post(
                "/api/v1/instances/%s/signals/go".formatted(run), """
                {"payload": {"pin": "%s", "word": "%s"}}""".formatted(Canary.in("pin"), Canary.in("signal")));
    }

    private static String goesWell() {
        String run = run("order", "good");
        JsonNode task = take("pay");
        assertThat(task.at("/input/key").asText()).isEqualTo(Canary.in("secret"));
        worker.post("/api/v1/tasks/logs", """
                {"workerId": "w", "lines": [{"executionId": "%s", "fenceToken": %s, "number": 1, "message": "%s"}]}""".formatted(
                        task.get("executionId").asText(), task.get("fenceToken"), Canary.in("line")));
        KEPT.add(say(task, "renew", "\"lease\": \"1m\", \"progress\": \"%s\"".formatted(Canary.in("progress")))
                .at("/taskToken")
                .asText());
        fail(task, "retryable", Canary.in("again") + " of " + Canary.in("card"));
        payAndGo(run);
        say(take("ship"), "complete", "\"output\": null");
        return run;
    }

    private static String fails(String runId) {
        String run = run("order", runId);
        payAndGo(run);
        fail(take("ship"), "fatal", Canary.in("message") + " of " + Canary.in("pin"));
        return run;
    }

    private static String failsAndIsUndone() {
        String run = fails("undone");
        say(take("refund"), "complete", "\"output\": null");
        return run;
    }

    private static String failsAndIsNotUndone() {
        String run = fails("bad");
        fail(take("refund"), "fatal", Canary.in("undo") + " of " + Canary.in("card"));
        return run;
    }

    private static void failedJob() {
        admin.post("/api/v1/jobs", """
                {"type": "cost", "jobId": "job", "history": "full", "payload": {"x": "%s"}}""".formatted(Canary.in("job")));
        fail(take("cost"), "fatal", Canary.in("jobmessage"));
    }

    /** What is refused, with a word in it. */
    private static void misuse() {
        String instances = "/api/v1/workflows/shop/order/instances";
        caller("wrongtoken").refused("GET", "/api/v1/instances", "");
        for (String body : List.of(
                "{\"input\": {\"note\": \"%s",
                "{\"input\": %s}",
                "{\"input\": {\"card\": \"%sthatistoolong\"}}",
                "{\"inputs\": {\"note\": \"%s\"}}")) {
            admin.refused("POST", instances, body.formatted(Canary.in("misuse")));
        }
        admin.refused("POST", "/api/v1/jobs", "{\"payload\": {\"x\": \"%s\"}}".formatted(Canary.in("misuse")));
        worker.refused("POST", "/api/v1/task-tokens/t1.%s/complete".formatted(Canary.in("tasktoken")), "{}");
        worker.refused("POST", "/api/v1/tasks/00000000-0000-0000-0000-000000000001/complete", """
                {"workerId": "w", "fenceToken": 1, "output": "%s"}""".formatted(
                        Canary.in("misuse")));
        caller("boardtoken").refused("GET", "/api/v1/instances?filter=" + Canary.in("filter"), "");
    }

    private static void signIn() {
        HttpResponse<String> begun = admin.browse("/ui/sign-in", "");
        String state = begun.headers().firstValue("Location").orElseThrow().replaceFirst(".*[?&]state=([^&]*).*", "$1");
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        KEPT.add(cookie.replaceFirst("^[^=]*=", ""));
        for (String half : List.of(cookie, "orchestrator_sign_in=" + Canary.in("cookie"))) {
            HttpResponse<String> done =
                    admin.browse("/ui/sign-in/done?code=%s&state=%s".formatted(Canary.in("code"), state), half);
            assertThat(done.headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).contains("signInFault="));
        }
        admin.browse("/api/v1/instances", "orchestrator_session=" + Canary.in("session"));
    }

    /** The database refuses a row of it. */
    private static String setAside() throws SQLException {
        query("ALTER TABLE task_executions ADD CONSTRAINT planted CHECK (task_id <> 'ship') NOT VALID");
        String run = run("order", "aside");
        signal(run);
        JsonNode task = take("pay");
        worker.refused(
                "POST",
                "/api/v1/tasks/%s/complete".formatted(task.get("executionId").asText()),
                """
                {"workerId": "w", "fenceToken": %s, %s}""".formatted(task.get("fenceToken"), RECEIPT));
        return run;
    }

    // ---- where it must not be

    private static void assertClean(String where, String text) {
        assertThat(Canary.places(text)).as(where).isEmpty();
        KEPT.forEach(secret ->
                assertThat(text.contains(secret)).as("%s has %s", where, secret).isFalse());
    }

    @Test
    void noLogHasIt() throws IOException {
        String file = Files.readString(ROOT.resolve(".orchestrator/logs/server-" + server.pid() + ".log"));
        try (Stream<Path> logs = Files.list(LOGS)) {
            Path terminal = logs.max((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
                    .orElseThrow();
            assertThat(file).contains("is set aside (RECORD_REFUSED)", "Nobody was signed in", "\n    ");
            assertClean("the file of the log", file);
            assertClean("the log on the terminal", Files.readString(terminal));
        }
    }

    @Test
    void noProblemHasIt() {
        assertThat(PROBLEMS).hasSizeGreaterThanOrEqualTo(8);
        PROBLEMS.forEach(problem -> assertClean(problem, problem));
    }

    @Test
    void noScrapeAndNoSpanHasIt() {
        String figures = admin.get("/metrics");
        assertThat(figures).contains("orchestrator_undo_dead_letters_total 1");
        assertClean("the scrape", figures);
        assertClean("the spans", String.join("\n", outside.spans));
        assertThat(Canary.places(String.join("\n", outside.hooks)))
                .as("what a schema calls sensitive is masked for webhooks")
                .doesNotContain("card", "pin");
    }

    @Test
    void noConfigurationHasIt() {
        assertClean("the configuration", admin.get("/api/v1/server/config"));
        assertClean("the audit", admin.get("/api/v1/audit?limit=1000"));
        assertClean("the webhook", admin.get("/api/v1/webhooks/hook"));
    }

    /** Everything that shows what runs carry. */
    private static String shown(Caller caller) {
        StringBuilder shown = new StringBuilder();
        for (String run : RUNS) {
            for (String view :
                    List.of("", "/events?limit=1000", "/tasks?limit=1000", "/logs", "/explain", "/result?wait=0s")) {
                shown.append(caller.get("/api/v1/instances/" + run + view)).append('\n');
            }
        }
        for (String list :
                List.of("instances?limit=100", "incidents?limit=100", "incidents/groups?limit=100", "jobs/job")) {
            shown.append(caller.get("/api/v1/" + list)).append('\n');
        }
        return shown.append(caller.stream("/api/v1/stream?after=0", 40)).toString();
    }

    @Test
    void whoMayNotSee_isNotShown() {
        assertThat(Canary.places(shown(admin)))
                .as("who sees everything")
                .contains("card", "details", "job", "jobmessage", "line", "note", "output", "pin", "signal");
        assertThat(Canary.places(shown(caller("boardtoken")))).as("no-payloads").isEmpty();
        assertThat(Canary.places(shown(caller("desktoken"))))
                .as("no-sensitive")
                .contains("note", "output", "signal")
                .doesNotContain("card", "pin");
    }

    @Test
    void noTableAndNoFileOfTheDatabaseHasIt() throws IOException, SQLException {
        for (String table : query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
            assertThat(Canary.places(String.join("\n", query("SELECT r::text FROM \"" + table + "\" r"))))
                    .as(table)
                    .isEmpty();
        }
        query("CHECKPOINT");
        try (Stream<Path> files = Files.walk(WORK.resolve("database"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(Canary.places(bytes)).as(file.toString()).isEmpty();
                assertThat(bytes.contains(RING_KEY)).as(file.toString()).isFalse();
            }
        }
    }

    /** The first column of what a statement gives, if it gives something. */
    private static List<String> query(String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
                Statement asked = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (asked.execute(statement)) {
                try (ResultSet found = asked.getResultSet()) {
                    while (found.next()) {
                        rows.add(String.valueOf(found.getString(1)));
                    }
                }
            }
            return rows;
        }
    }
}
