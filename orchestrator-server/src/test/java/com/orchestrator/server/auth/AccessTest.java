package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.TaskToken;
import com.orchestrator.server.testing.FakeTasks;
import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation against every kind of credentials. */
class AccessTest {

    private static final String RUN = "/api/v1/instances/" + FakeWorkflows.RUN;
    private static final String TASK = "/api/v1/tasks/" + FakeTasks.EXECUTION;
    private static final String TOKEN =
            "/api/v1/task-tokens/" + new TaskToken(FakeTasks.EXECUTION, "w", FakeTasks.FENCE);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.guardedBy(Authenticator.byTokens(
                Tokens.parse("board:reader:r-secret, shop:operator:o-secret, w:worker:w-secret,root:admin:a-secret,"
                        + "both:operator+worker:b:with:colons,"
                        + "hashed:reader:sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Operation(String method, String path, Role role) {}

    private static List<Operation> operations() {
        return List.of(
                new Operation("GET", "/api/v1/workflows", Role.READER),
                new Operation("GET", "/api/v1/workflows/shop/order", Role.READER),
                new Operation("GET", "/api/v1/server/config", Role.ADMIN),
                new Operation("GET", "/api/v1/workflows/shop/order/revisions", Role.READER),
                new Operation("GET", "/api/v1/workflows/shop/order/revisions/1", Role.READER),
                new Operation("GET", "/api/v1/instances", Role.READER),
                new Operation("GET", RUN, Role.READER),
                new Operation("GET", RUN + "/result", Role.READER),
                new Operation("GET", RUN + "/events", Role.READER),
                new Operation("GET", RUN + "/tasks", Role.READER),
                new Operation("GET", RUN + "/compensation-plan", Role.READER),
                new Operation("GET", RUN + "/explain", Role.READER),
                new Operation("GET", RUN + "/logs", Role.READER),
                new Operation("GET", "/api/v1/schemas/workflow-v1.json", Role.READER),
                new Operation("GET", "/metrics", Role.READER),
                new Operation("POST", "/api/v1/workflows", Role.OPERATOR),
                new Operation("POST", "/api/v1/workflows/validate", Role.OPERATOR),
                new Operation("POST", "/api/v1/workflows/shop/order/instances", Role.OPERATOR),
                new Operation("POST", "/api/v1/instances/batch-start", Role.OPERATOR),
                new Operation("POST", RUN + "/pause", Role.OPERATOR),
                new Operation("POST", RUN + "/resume", Role.OPERATOR),
                new Operation("POST", RUN + "/cancel", Role.OPERATOR),
                new Operation("POST", RUN + "/terminate", Role.OPERATOR),
                new Operation("POST", RUN + "/retry", Role.OPERATOR),
                new Operation("POST", RUN + "/compensate", Role.OPERATOR),
                new Operation("POST", RUN + "/signals/paid", Role.OPERATOR),
                new Operation("POST", "/api/v1/signals", Role.OPERATOR),
                new Operation("POST", "/api/v1/workflows/shop/order/signal-with-start", Role.OPERATOR),
                new Operation("POST", RUN + "/tasks/a/retry", Role.OPERATOR),
                new Operation("POST", RUN + "/tasks/a/skip", Role.OPERATOR),
                new Operation("POST", RUN + "/tasks/a/complete", Role.OPERATOR),
                new Operation("POST", RUN + "/tasks/a/resolve", Role.OPERATOR),
                new Operation("POST", "/api/v1/tasks/poll", Role.WORKER),
                new Operation("POST", TASK + "/acquire", Role.WORKER),
                new Operation("POST", TASK + "/complete", Role.WORKER),
                new Operation("POST", TASK + "/fail", Role.WORKER),
                new Operation("POST", TASK + "/renew", Role.WORKER),
                new Operation("POST", TASK + "/release", Role.WORKER),
                new Operation("POST", "/api/v1/tasks/logs", Role.WORKER),
                new Operation("POST", TOKEN + "/complete", Role.WORKER),
                new Operation("POST", TOKEN + "/fail", Role.WORKER),
                new Operation("POST", TOKEN + "/extend", Role.WORKER),
                new Operation("PUT", "/api/v1/workers/w/heartbeat", Role.WORKER));
    }

    private static Stream<Arguments> matrix() {
        List<Arguments> tokens = List.of(
                Arguments.of("r-secret", Set.of(Role.READER)),
                Arguments.of("foo", Set.of(Role.READER)),
                Arguments.of("o-secret", Set.of(Role.READER, Role.OPERATOR)),
                Arguments.of("w-secret", Set.of(Role.READER, Role.WORKER)),
                Arguments.of("b:with:colons", Set.of(Role.READER, Role.OPERATOR, Role.WORKER)),
                Arguments.of("a-secret", Set.of(Role.values())));
        return operations().stream()
                .flatMap(operation ->
                        tokens.stream().map(token -> Arguments.of(operation, token.get()[0], token.get()[1])));
    }

    private static HttpRequest.Builder request(Operation operation) {
        return server.request(operation.path())
                .header("Content-Type", "application/json")
                .method(
                        operation.method(),
                        operation.method().equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void token_opensWhatItsRolesSay(Operation operation, String token, Set<Role> roles) {
        Answer answer = server.send(request(operation).header("Authorization", "Bearer " + token));

        if (roles.contains(operation.role())) {
            assertThat(answer.status()).isIn(200, 201, 202, 400);
        } else {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().path("code").asText()).isEqualTo("FORBIDDEN");
        }
    }

    private static Stream<Arguments> everyOperation() {
        return operations().stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("everyOperation")
    void withoutKnownToken_nothingOpens(Operation operation) {
        for (String credentials : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "bearer r-secreT",
                "Basic ci1zZWNyZXQ6",
                "r-secret",
                "Bearer r-secret,",
                "Bearer sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                "Bearer 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")) {
            Answer answer = server.send(request(operation).header("Authorization", credentials));
            assertThat(answer.status()).as(credentials).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(server.send(request(operation)).status()).isEqualTo(401);
    }

    @Test
    void health_isOpen() {
        assertThat(server.get("/health/live").status()).isEqualTo(200);
        assertThat(server.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void actor_isTheNameOfTheToken() {
        server.send(request(new Operation("POST", RUN + "/pause", Role.OPERATOR))
                .header("Authorization", "bearer o-secret"));

        assertThat(server.workflows.lastActor).isEqualTo("shop");
    }

    @Test
    void withoutAnyToken_theAnswerSaysWhatToConfigure() {
        try (TestServer unconfigured = TestServer.guardedBy(Authenticator.byTokens(Tokens.none()))) {
            Answer answer = unconfigured.get(RUN);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("detail").asText()).contains("ORCHESTRATOR_TOKENS", "ORCHESTRATOR_AUTH=none");
            assertThat(unconfigured.get("/health/live").status()).isEqualTo(200);
        }
    }

    @Test
    void tokens_canStandInAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), "# people\nboard:reader:x,y\n\nshop:operator:z\n");

        Tokens tokens = Tokens.parse("@" + file);

        assertThat(tokens.find("x,y")).map(Caller::name).contains("board");
        assertThat(tokens.find("z")).map(Caller::roles).contains(Set.of(Role.OPERATOR));
        assertThat(tokens.find("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret-7",
                "a:reader",
                "a:king:secret-7",
                "a:reader@:secret-7",
                "a:reader@shop+:secret-7",
                "a:reader@sh/op:secret-7",
                "anonymous:reader:secret-7",
                ":reader:secret-7",
                "a:reader:",
                "a:reader:sha256:secret-7"
            })
    void unreadableTokens_areRefusedWithoutBeingQuoted(String text) {
        assertThatThrownBy(() -> Tokens.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Token entry 1")
                .message()
                .doesNotContain("secret-7");
    }
}
