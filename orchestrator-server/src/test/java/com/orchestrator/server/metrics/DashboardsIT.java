package com.orchestrator.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.server.outbox.EngineDestination;
import com.orchestrator.server.outbox.OutboxSchema;
import com.orchestrator.server.outbox.Outboxes;
import com.orchestrator.server.projection.NoProjections;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What dashboards and alerts ask for is there in the scrape of a server that has done a bit of everything. */
class DashboardsIT {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path RUNBOOK = Path.of("..", "docs", "how-to", "alerts.md");
    private static final Pattern METRIC = Pattern.compile("\\b(?:orchestrator|jvm|process|system)_[a-z_]+");
    private static final Pattern SELECTOR = Pattern.compile("(" + METRIC.pattern() + ")\\{(\\w+)=");
    private static final Pattern GROUPED =
            Pattern.compile("by \\(([\\w, ]+)\\) \\((?:rate|increase)?\\(?(" + METRIC.pattern() + ")");
    private static final Set<String> OF_PROMETHEUS = Set.of("le", "instance", "job");

    private static OwnEngine engine;
    private static Outboxes outboxes;
    private static TestServer server;
    private static String scrape;

    @BeforeAll
    static void workABit() {
        TestDatabase database = TestDatabase.create();
        engine = engineThatLooksOften(PostgresEngineStore.open(database.config()));
        outboxes = outboxes(database);
        server = TestServer.of(engine, Quotas.off(), outboxes);
        engine.workflowService().registerWorkflow("""
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: measured
            tasks:
              - { id: a, task: do-a }
            """.getBytes(StandardCharsets.UTF_8));
        start();
        JsonNode task = server.post(
                        "/api/v1/tasks/poll", "{\"workerId\":\"w\",\"queues\":[\"do-a\"],\"max\":1,\"wait\":\"5s\"}")
                .json()
                .at("/tasks/0");
        server.post(
                "/api/v1/tasks/" + task.path("executionId").asText() + "/complete",
                "{\"workerId\":\"w\",\"fenceToken\":" + task.path("fenceToken") + "}");
        server.post(
                "/api/v1/tasks/" + task.path("executionId").asText() + "/release",
                "{\"workerId\":\"w\",\"fenceToken\":99}");
        start();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            scrape = server.get("/metrics").text();
            return scrape.contains("orchestrator_instances{")
                    && scrape.contains("orchestrator_tasks_ready{")
                    && scrape.contains("orchestrator_outbox_waiting{");
        });
    }

    private static OwnEngine engineThatLooksOften(PostgresEngineStore store) {
        EngineConfig usual = EngineConfig.DEFAULT;
        return new OwnEngine(
                new EngineConfig(
                        usual.leaseDefault(),
                        usual.renewalInterval(),
                        usual.lostMax(),
                        Duration.ofMillis(50),
                        usual.lanes(),
                        usual.batchMax(),
                        usual.cachedBytesMax(),
                        usual.mapItemsMax(),
                        usual.signalsMax(),
                        usual.signalBytesMax()),
                store,
                new HttpCourier(AddressRules.STRICT),
                () -> true,
                null,
                OwnEngine.Guests.ofThisProcess(new NoProjections()));
    }

    private static Outboxes outboxes(TestDatabase database) {
        database.execute("CREATE SCHEMA app; SET search_path TO app;" + Outbox.sql());
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(database.config().jdbcUrl());
        connections.setUser(database.config().username());
        connections.setPassword(database.config().password());
        return Outboxes.open(
                OutboxSchema.parse(List.of("app")),
                schema -> OutboxRelay.from(connections).schema(schema.name()),
                schema -> new EngineDestination(schema, engine.workflowService(), Quotas.off(), BodyLimit.DEFAULT));
    }

    private static void start() {
        server.post("/api/v1/workflows/test/measured/instances", "{}");
    }

    @AfterAll
    static void close() {
        server.close();
        outboxes.close();
        engine.close();
    }

    private static List<JsonNode> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve("grafana"))) {
            List<JsonNode> dashboards = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                dashboards.add(new ObjectMapper().readTree(file.toFile()));
            }
            return dashboards;
        }
    }

    private static List<JsonNode> alerts() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("prometheus/alerts.yaml").toFile());
        List<JsonNode> alerts = new ArrayList<>();
        rules.at("/groups/0/rules").forEach(alerts::add);
        return alerts;
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>();
        dashboards()
                .forEach(dashboard -> dashboard.findValues("expr").forEach(expression -> all.add(expression.asText())));
        alerts().forEach(alert -> all.add(alert.path("expr").asText()));
        return all;
    }

    /** A metric without a sample is not in a scrape, so what is looked for is samples. */
    private static boolean isThere(String metric) {
        return Pattern.compile("^" + metric + "[ {]", Pattern.MULTILINE)
                .matcher(scrape)
                .find();
    }

    private static boolean isThere(String metric, String label) {
        return Pattern.compile("^" + metric + "\\{(?:.*,)?" + label + "=", Pattern.MULTILINE)
                .matcher(scrape)
                .find();
    }

    @Test
    void everyMetric_isInAScrape() throws IOException {
        List<String> used = expressions().stream()
                .flatMap(expression -> METRIC.matcher(expression).results().map(MatchResult::group))
                .distinct()
                .toList();

        assertThat(used).hasSizeGreaterThan(30);
        assertThat(used).filteredOn(metric -> !isThere(metric)).isEmpty();
    }

    @Test
    void everyLabel_isOneOfItsMetric() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (String expression : expressions()) {
            Stream.concat(selected(expression), grouped(expression))
                    .filter(use -> !OF_PROMETHEUS.contains(use.label()))
                    .filter(use -> !isThere(use.metric(), use.label()))
                    .forEach(use -> unknown.add(use + " in " + expression));
        }

        assertThat(unknown).isEmpty();
    }

    private record Use(String metric, String label) {}

    private static Stream<Use> selected(String expression) {
        return SELECTOR.matcher(expression).results().map(match -> new Use(match.group(1), match.group(2)));
    }

    private static Stream<Use> grouped(String expression) {
        return GROUPED.matcher(expression)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(", ")).map(label -> new Use(match.group(2), label)));
    }

    @Test
    void everyAlert_hasASectionOfTheRunbook_andASeverity() throws IOException {
        List<String> sections = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(alerts()).extracting(alert -> alert.path("alert").asText()).containsExactlyElementsOf(sections);
        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/how-to/alerts.md#"
                            + alert.path("alert").asText().toLowerCase(Locale.ROOT));
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
        });
    }

    @Test
    void panelsOfADashboard_haveIdsAndPlacesOfTheirOwn() throws IOException {
        assertThat(dashboards()).hasSize(4).allSatisfy(dashboard -> {
            assertThat(dashboard.at("/panels").findValuesAsText("id")).doesNotHaveDuplicates();
            assertThat(dashboard.at("/panels").findValues("gridPos")).doesNotHaveDuplicates();
            assertThat(dashboard.path("uid").asText()).startsWith("orchestrator-");
        });
    }
}
