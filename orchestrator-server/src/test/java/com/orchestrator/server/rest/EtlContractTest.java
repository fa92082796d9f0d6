package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extract-and-load jobs over HTTP; a caller of the worker's calls stands in for the worker. */
class EtlContractTest {

    private static final String SALES = """
            {"name": "sales", "schedule": "*/5 * * * *", "extractor_type": "csv", "extractor_config": {"path": "sales.csv"},
             "loader_type": "duckdb", "loader_config": {"path": "shop.duckdb", "table": "sales", "cursor": "at"}}""";

    private final OwnEngine engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
    private final TestServer server = TestServer.of(engine);

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private Answer put(String path, String body) {
        return server.send(server.request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer delete(String path) {
        return server.send(server.request(path).DELETE());
    }

    private static List<String> pointers(Answer refused) {
        List<String> pointers = new ArrayList<>();
        refused.json()
                .get("errors")
                .forEach(error -> pointers.add(error.get("pointer").asText()));
        return pointers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/api/v1/etl"})
    void aJob_isMade_shown_changed_andDeleted(String base) {
        Answer made = server.post(base + "/jobs", SALES);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String address = made.header("Location");
        assertThat(address).isEqualTo(base + "/jobs/" + made.json().get("id").asText());
        JsonNode job = server.get(address).json();
        assertThat(job.get("extractor_config").get("path").asText()).isEqualTo("sales.csv");
        assertThat(job.get("next_run_at").asText()).endsWith("Z");
        assertThat(job.get("created_at").asText()).endsWith("Z");

        Answer changed = put(address, SALES.replace("\"schedule\": \"*/5 * * * *\"", "\"transform\": null"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(server.get(address).json().get("next_run_at").isNull()).isTrue();
        assertThat(server.get("/api/v1/schedules/etl/sales").status()).isEqualTo(404);

        assertThat(delete(address).status()).isEqualTo(204);
        assertThat(server.get(address).status()).isEqualTo(404);
        assertThat(delete(address).status()).isEqualTo(404);
    }

    @Test
    void aName_isTakenOnce_andStays() {
        Answer made = server.post("/jobs", SALES);
        String address = "/jobs/" + made.json().get("id").asText();

        Answer again = server.post("/api/v1/etl/jobs", SALES);
        assertThat(again.status()).isEqualTo(409);
        assertThat(pointers(again)).containsExactly("/name");
        Answer renamed = put(address, SALES.replace("\"sales\"", "\"orders\""));
        assertThat(renamed.status()).isEqualTo(422);
        assertThat(pointers(renamed)).containsExactly("/name");
    }

    @Test
    void lists_goByName_andSayWhereTheyGoOn() {
        for (String name : List.of("b", "c", "a")) {
            server.post("/jobs", SALES.replace("\"name\": \"sales\"", "\"name\": \"" + name + "\""));
        }
        Answer page = server.get("/jobs?limit=2");
        assertThat(page.json()).extracting(job -> job.get("name").asText()).containsExactly("a", "b");
        assertThat(page.json().get(0).get("next_run_at").asText()).endsWith("Z");
        assertThat(page.header("Link")).isEqualTo("</jobs?limit=2&cursor=b>; rel=\"next\"");
        assertThat(server.get("/jobs?limit=2&cursor=b").json()).hasSize(1);
        assertThat(server.get("/api/v1/etl/jobs?limit=2")
                        .json()
                        .at("/page/next")
                        .asText())
                .isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"csv\" | \"cvs\" | /extractor_type",
                "\"duckdb\" | \"http\" | /loader_type",
                "\"path\": \"sales.csv\" | \"paht\": \"sales.csv\" | /extractor_config/paht,/extractor_config/path",
                "\"path\": \"sales.csv\" | \"path\": 1 | /extractor_config/path",
                "\"path\": \"sales.csv\" | \"path\": \"a\", \"columns\": [{\"name\": \"id\", \"type\": \"int\"}] | /extractor_config/columns/0/type",
                "{\"path\": \"sales.csv\"} | [] | /extractor_config",
                "\"cursor\": \"at\" | \"disposition\": \"merge\" | /loader_config/keys",
                "\"cursor\": \"at\" | \"disposition\": \"upsert\" | /loader_config/disposition",
                "\"cursor\": \"at\" | \"on_reject\": \"maybe\" | /loader_config/on_reject",
                "\"schedule\" | \"transform\": {\"columns\": [{\"name\": \"a\", \"value\": \"row.a +\"}]}, \"schedule\""
                        + " | /transform/columns/0/value,/transform/columns/0/type",
                "\"schedule\" | \"transform\": {\"where\": \"rwo.a > 1\"}, \"schedule\" | /transform/where",
                "\"schedule\" | \"transform\": {\"sql\": \"SELECT 1\"}, \"schedule\" | /transform/sql",
                "\"schedule\" | \"transform\": 1, \"schedule\" | /transform",
                "*/5 * * * * | */5 * * * | /schedule",
                "\"schedule\" | \"zone\": \"Europe/Berlni\", \"schedule\" | /zone",
                "\"name\": \"sales\" | \"name\": \"1 a\" | /name",
                "\"name\": \"sales\", | '' | /name",
            })
    void whatIsNoJob_isToldWhere(String said, String instead, String pointers) {
        Answer refused = server.post("/jobs", SALES.replace(said, instead));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().get("code").asText()).isEqualTo("JOB_INVALID");
        assertThat(pointers(refused)).containsExactlyInAnyOrder(pointers.split(","));
        assertThat(server.get("/jobs").json()).isEmpty();
    }

    @Test
    void aPassword_hasNoPlaceInAJob() {
        Answer refused = server.post("/jobs", """
                {"name": "sales", "extractor_type": "csv", "extractor_config": {"path": "a.csv"}, "loader_type": "postgres",
                 "loader_config": {"url": "jdbc:postgresql://db/shop", "username": "shop", "password": "geheim", "table": "sales"}}""");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(pointers(refused)).containsExactly("/loader_config/password");
        assertThat(refused.text()).doesNotContain("geheim");
    }

    private static final String SHOP = """
            {"type": "postgres", "config": {"url": "jdbc:postgresql://db/shop", "username": "shop", "password_secret": "shop"}}""";

    private static final String CONNECTED = """
            {"name": "sales", "extractor_type": "csv", "extractor_config": {"path": "a.csv"}, "loader_type": "postgres",
             "loader_config": {"connection": "shop", "table": "sales"}}""";

    @Test
    void aConnection_isMade_named_changed_andDeletedWhenNobodyNamesIt() {
        String address = "/api/v1/etl/connections/shop";
        assertThat(pointers(server.post("/jobs", CONNECTED))).containsExactly("/loader_config/connection");

        Answer made = put(address, SHOP);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(address);
        assertThat(put(address, SHOP.replace("db/shop", "db/store")).status()).isEqualTo(200);
        assertThat(server.get(address).json().at("/config/url").asText()).endsWith("store");
        assertThat(server.get("/api/v1/etl/connections")
                        .json()
                        .at("/items/0/name")
                        .asText())
                .isEqualTo("shop");

        assertThat(server.post("/jobs", CONNECTED).status()).isEqualTo(201);
        Answer refused = delete(address);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/errors/0/detail").asText()).isEqualTo("job 'sales' names it");
        assertThat(put(address, "{\"type\": \"duckdb\", \"config\": {\"path\": \"a\"}}")
                        .status())
                .isEqualTo(409);
        String job = server.get("/jobs").json().get(0).get("id").asText();
        delete("/jobs/" + job);
        assertThat(delete(address).status()).isEqualTo(204);
        assertThat(delete(address).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"postgres\" | \"csv\" | /type",
                "\"type\": \"postgres\", | '' | /type",
                "\"url\" | \"ulr\" | /config/ulr,/config/url",
                "\"password_secret\" | \"password\" | /config/password",
                "\"username\": \"shop\" | \"username\": 1 | /config/username",
            })
    void whatIsNoConnection_isToldWhere(String said, String instead, String pointers) {
        Answer refused = put("/api/v1/etl/connections/shop", SHOP.replace(said, instead));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().get("code").asText()).isEqualTo("CONNECTION_INVALID");
        assertThat(pointers(refused)).containsExactlyInAnyOrder(pointers.split(","));
        assertThat(server.get("/api/v1/etl/connections/shop").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"shop\", | \"nowhere\", | /loader_config/connection",
                "\"shop\", | 7, | /loader_config/connection",
                "\"table\" | \"username\": \"me\", \"table\" | /loader_config/username",
                "\"table\" | \"disposition\": \"merge\", \"table\" | /loader_config/keys",
                "{\"path\": \"a.csv\"} | {\"connection\": \"shop\", \"path\": \"a.csv\"} | /extractor_config/connection",
                "\"postgres\" | \"duckdb\" | /loader_config/connection",
            })
    void aJobThatCannotNameTheConnection_isToldWhere(String said, String instead, String pointer) {
        put("/api/v1/etl/connections/shop", SHOP);
        Answer refused = server.post("/jobs", CONNECTED.replace(said, instead));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(pointers(refused)).containsExactly(pointer);
    }

    @Test
    void aPlugin_saysWhatAFormIsMadeOf() {
        JsonNode postgres = server.get("/api/v1/etl/plugins/postgres").json();
        assertThat(postgres.at("/connection/required")).hasToString("[\"url\",\"username\"]");
        assertThat(postgres.at("/connection/properties/password_secret").isObject())
                .isTrue();
        assertThat(postgres.at("/loader/required")).hasToString("[\"table\"]");
        assertThat(postgres.at("/loader/anyOf/1/required")).hasToString("[\"url\",\"username\"]");
        assertThat(postgres.at("/loader/properties/connection/type").asText()).isEqualTo("string");
        assertThat(server.get("/api/v1/etl/plugins/csv")
                        .json()
                        .get("connection")
                        .isNull())
                .isTrue();
        assertThat(server.get("/api/v1/etl/plugins/odbc").status()).isEqualTo(404);
    }

    /** A worker answers while the caller waits. */
    private Answer asked(String path, String body, String kind, String output) {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> server.post(path, body));
        JsonNode task = server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\": \"w\", \"queues\": [\"" + kind
                                + "\"], \"max\": 1, \"wait\": \"20s\", \"results\": []}")
                .json()
                .at("/tasks/0");
        poll(
                "none",
                "{\"executionId\": \"" + task.get("executionId").asText() + "\", \"fenceToken\": "
                        + task.get("fenceToken").asLong() + ", \"output\": " + output + "}");
        return answer.join();
    }

    @Test
    void aDryRun_isAWorkersAnswer() {
        String found = """
                {"plan": ["Makes it"], "columns": [{"name": "id", "type": "bigint"}], "changes": [], "rows": [["1"], [null]],
                 "rejected": [{"line": 4, "column": "id", "reason": "no", "fields": ["x"]}], "rows_read": 3, "rows_rejected": 1,
                 "rows_known": 0, "complete": true, "error_code": null, "error_message": null}""";
        String job = server.post("/jobs", SALES).json().get("id").asText();
        Answer answer = asked("/api/v1/etl/jobs/" + job + "/dry_run", "{\"look_at\": 3}", "etl.dry-run", found);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/rows/1/0").isNull()).isTrue();
        assertThat(asked("/api/v1/etl/dry_run", "{\"job\": " + SALES + "}", "etl.dry-run", found)
                        .json())
                .isEqualTo(answer.json());
        assertThat(pointers(server.post("/api/v1/etl/jobs/" + job + "/dry_run", "{\"look_at\": 0}")))
                .containsExactly("/look_at");
        assertThat(server.post("/api/v1/etl/dry_run", "{}").status()).isEqualTo(400);
        assertThat(pointers(server.post("/api/v1/etl/dry_run", "{\"job\": {\"name\": \"a\"}}")))
                .contains("/loader_type");
    }

    @Test
    void aConnection_isTriedByAWorker() {
        String no = "{\"ok\": false, \"found\": null, \"error_code\": \"UNAVAILABLE\", \"error_message\": \"Nobody\"}";
        assertThat(server.post("/api/v1/etl/connections/shop/test", "{}").status())
                .isEqualTo(404);
        Answer answer = asked("/api/v1/etl/connections/shop/test", SHOP, "etl.test-connection", no);
        assertThat(answer.json().get("error_message").asText()).isEqualTo("Nobody");
        put("/api/v1/etl/connections/shop", SHOP);
        assertThat(asked("/api/v1/etl/connections/shop/test", "{}", "etl.test-connection", no)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRun_saysHowFarItIs() {
        String id = server.post("/jobs", SALES).json().get("id").asText();
        String run = server.post("/jobs/" + id + "/run", "{}").header("Location");
        JsonNode task = poll("etl.extract", "").at("/tasks/0");
        server.post(
                "/api/v1/tasks/poll",
                "{\"workerId\": \"w\", \"queues\": [\"none\"], \"max\": 1, \"wait\": \"0s\", \"renewals\": [{\"executionId\": \""
                        + task.get("executionId").asText() + "\", \"fenceToken\": "
                        + task.get("fenceToken").asLong() + ", \"progress\": {\"rows\": 70000}}]}");
        assertThat(server.get(run).json().get("rows_read").asLong()).isEqualTo(70_000);
        assertThat(server.get(run + "/tasks").json().at("/0/rows").asLong()).isEqualTo(70_000);
        assertThat(server.get(run + "/tasks").json().at("/1/rows").isNull()).isTrue();
    }

    /** What a worker does, by its calls. */
    private JsonNode poll(String queue, String results) {
        return server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\": \"w\", \"queues\": [\"" + queue + "\"], \"max\": 1, \"results\": [" + results
                                + "]}")
                .json();
    }

    private void work(String queue, String result) {
        JsonNode task = poll(queue, "").at("/tasks/0");
        assertThat(task.isMissingNode()).as("a task of " + queue).isFalse();
        JsonNode answer = poll(
                "none",
                "{\"executionId\": \"" + task.get("executionId").asText() + "\", \"fenceToken\": "
                        + task.get("fenceToken").asLong() + ", " + result + "}");
        assertThat(answer.at("/results/0/status").asText())
                .as(answer.toString())
                .isEqualTo("ACCEPTED");
    }

    @Test
    void aRun_isFollowedToItsEnd() {
        String id = server.post("/jobs", SALES).json().get("id").asText();

        Answer started = server.post("/jobs/" + id + "/run", "{}");
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        assertThat(started.json().get("status").asText()).isEqualTo("PENDING");
        assertThat(started.json().get("job_definition_id").asText()).isEqualTo(id);
        String run = started.header("Location");
        assertThat(server.get(run + "/tasks").json())
                .extracting(task -> task.get("task_type").asText() + " "
                        + task.get("status").asText())
                .containsExactly("EXTRACT PENDING", "LOAD PENDING");

        work(
                "etl.extract",
                "\"output\": {\"directory\": \"p\", \"rowsRead\": 3, \"rowsRejected\": 1, \"rejects\": null, \"bytes\": 9,"
                        + " \"changes\": [], \"cursor\": null}");
        assertThat(server.get(run).json().get("status").asText()).isEqualTo("RUNNING");
        assertThat(server.get(run).json().get("rows_read").asInt()).isEqualTo(3);
        work("etl.load", "\"output\": {\"rows\": 2, \"repeated\": false}");
        work("etl.drop-package", "\"output\": {}");
        work("etl.follow", "\"output\": {}");

        JsonNode ended = server.get(run).json();
        assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("COMPLETED");
        assertThat(ended.get("rows_loaded").asInt()).isEqualTo(2);
        assertThat(ended.get("rows_rejected").asInt()).isEqualTo(1);
        JsonNode listed = server.get("/job_runs?job=sales").json().get(0);
        assertThat(listed.get("rows_read").asInt()).isEqualTo(3);
        JsonNode task = server.get(run + "/tasks").json().get(1);
        assertThat(server.get("/tasks/" + task.get("id").asText()).json()).isEqualTo(task);
        assertThat(task.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(task.get("attempt_count").asInt()).isEqualTo(1);
        assertThat(task.get("rows").asInt()).isEqualTo(2);

        assertThat(server.post("/api/v1/etl" + run + "/follow", "{}").status()).isEqualTo(200);
        assertThat(server.get("/metrics").text())
                .contains("orchestrator_etl_runs_total{job=\"sales\",outcome=\"completed\"} 1")
                .contains("orchestrator_etl_rows_total{job=\"sales\",outcome=\"loaded\"} 2")
                .contains("orchestrator_etl_rows_total{job=\"sales\",outcome=\"rejected\"} 1");
    }

    @Test
    void aRunThatFails_saysWhy_inBothPlaces() {
        String id = server.post("/jobs", SALES).json().get("id").asText();
        Answer started = server.post("/api/v1/etl/jobs/" + id + "/run", "{\"run_id\": \"once\"}");
        assertThat(server.post("/api/v1/etl/jobs/" + id + "/run", "{\"run_id\": \"once\"}")
                        .status())
                .isEqualTo(200);
        String run = started.header("Location");

        work(
                "etl.extract",
                "\"failure\": {\"kind\": \"retryable\", \"code\": \"UNAVAILABLE\", \"message\": \"nobody answers\"}");
        JsonNode tasks = server.get(run + "/tasks").json().get("items");
        assertThat(tasks.get(0).get("status").asText()).isEqualTo("RETRYING");
        assertThat(tasks.get(0).get("error_message").asText()).isEqualTo("nobody answers");
        assertThat(server.get("/api/v1/etl/tasks/" + tasks.get(0).get("id").asText())
                        .json())
                .isEqualTo(tasks.get(0));
    }

    /** Runs a job as far as its rows are loaded. */
    private String moved(String job) {
        Answer started = server.post("/jobs/" + job + "/run", "{}");
        String follow = "/api/v1/etl/job_runs/" + started.json().get("id").asText() + "/follow";
        assertThat(server.post(follow, "{}").status()).isEqualTo(409);
        work(
                "etl.extract",
                "\"output\": {\"directory\": \"p\", \"rowsRead\": 0, \"rowsRejected\": 0, \"rejects\": null, \"bytes\": 9,"
                        + " \"changes\": [], \"cursor\": null}");
        work("etl.load", "\"output\": {\"rows\": 0, \"repeated\": false}");
        return follow;
    }

    private static String named(String job, String more) {
        return SALES.replace("\"name\": \"sales\"", "\"name\": \"" + job + "\"" + more);
    }

    @Test
    void whatAJobDependsOn_startsIt_onceForAllOfIt() {
        String a = server.post("/jobs", named("a", "")).json().get("id").asText();
        assertThat(server.post("/jobs", named("b", ", \"depends_on\": [\"a\"]")).status())
                .isEqualTo(201);

        String follow = moved(a);
        JsonNode started = server.post(follow, "{}").json().get("items");
        assertThat(started).extracting(run -> run.get("job_name").asText()).containsExactly("b");
        assertThat(server.post(follow, "{}").json().at("/items/0/id")).isEqualTo(started.at("/0/id"));
        assertThat(server.get("/job_runs?job=b").json()).hasSize(1);
    }

    @Test
    void aCircleOfJobs_isRefused_asIsAJobThatIsNotThere() {
        Answer missing = server.post("/jobs", named("b", ", \"depends_on\": [\"nobody\"]"));
        assertThat(missing.status()).isEqualTo(422);
        assertThat(pointers(missing)).containsExactly("/depends_on/0");
        String a = server.post("/jobs", named("a", "")).header("Location");
        server.post("/jobs", named("b", ", \"depends_on\": [\"a\"]"));
        Answer circle = put(a, named("a", ", \"depends_on\": [\"b\"]"));
        assertThat(circle.status()).isEqualTo(422);
        assertThat(pointers(circle)).containsExactly("/depends_on/0");
    }

    @Test
    void plugins_sayWhatConfigurationsMaySay() {
        JsonNode items = server.get("/api/v1/etl/plugins").json().get("items");
        assertThat(items)
                .extracting(plugin -> plugin.get("type").asText())
                .containsExactly("csv", "duckdb", "http", "parquet", "postgres");
        JsonNode postgres = items.get(4).get("loader").get("properties");
        assertThat(postgres.has("password")).isFalse();
        assertThat(postgres.has("password_secret")).isTrue();
        assertThat(items.get(2).get("loader").isNull()).isTrue();
    }

    @Test
    void whatIsNotThere_isNotFound() {
        String nowhere = "00000000-0000-0000-0000-000000000000";
        for (String path : List.of("/jobs/", "/job_runs/", "/tasks/", "/api/v1/etl/jobs/")) {
            assertThat(server.get(path + nowhere).status()).as(path).isEqualTo(404);
        }
        assertThat(server.post("/jobs/" + nowhere + "/run", "{}").status()).isEqualTo(404);
        assertThat(server.get("/job_runs?job=nowhere").json()).isEmpty();
        assertThat(server.get("/jobs/sales").status()).isEqualTo(404);
    }
}
