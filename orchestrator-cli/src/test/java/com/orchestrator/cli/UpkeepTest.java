package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks, retention, and who has changed them. */
class UpkeepTest {

    private static EmbeddedOrchestrator server;

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeAll
    static void open() {
        server = EmbeddedOrchestrator.inMemory();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void sit() {
        desk = new Desk(server.url(), folder);
    }

    private Said done(String... words) {
        Said said = desk.orc(words);
        assertThat(said.exitCode()).as("%s: %s", String.join(" ", words), said).isZero();
        return said;
    }

    @Test
    void rulesOfRetention_areSetShownAndTakenAway() {
        assertThat(desk.orc("retention", "set", "shop", "-r", "x").errLines())
                .containsExactly("orc: Nothing is to be set.", "  Say at least one time, such as --completed 30d.");
        assertThat(done("retention", "set", "shop", "--completed", "30d", "--failed", "90d", "-r", "the law")
                        .out())
                .containsPattern("shop +PT720H +PT2160H .* false");
        assertThat(done("retention", "list", "-o", "name").out()).isEqualTo("shop\n");
        assertThat(done("retention", "get", "shop", "-o", "json")
                        .json()
                        .path("reason")
                        .asText())
                .isEqualTo("the law");
        done("retention", "remove", "shop", "-r", "an audit");
        assertThat(desk.orc("retention", "get", "shop").exitCode()).isEqualTo(3);
        assertThat(done("retention", "changes", "shop").out()).contains("REMOVED", "an audit", "SET", "the law");
    }

    @Test
    void aToken_isMadeShownRotatedAndTakenBack() {
        String secret = done("token", "create", "ci@shop", "--grant", "operator+worker@shop", "-r", "the build")
                .out();
        assertThat(secret).startsWith("orct_").hasLineCount(1);
        assertThat(done("token", "list").out()).containsPattern("ci@shop +\\[?\"?worker\\+operator@shop");
        Said rotated = done(
                "token", "rotate", "ci@shop", "--grace", "0s", "--expires-in", "7d", "-r", "quarterly", "-o", "json");
        assertThat(rotated.json().path("secret").asText()).startsWith("orct_").isNotEqualTo(secret.strip());
        assertThat(done("token", "get", "ci@shop", "-o", "json").out())
                .contains("rotatedAt")
                .doesNotContain("orct_");
        assertThat(desk.orc("token", "create", "ci@shop", "--grant", "reader", "-r", "again")
                        .errLines())
                .first()
                .asString()
                .contains("holds nothing elsewhere");
        done("token", "revoke", "ci@shop", "-r", "over", "--yes");
        assertThat(desk.orc("token", "get", "ci@shop").exitCode()).isEqualTo(3);
    }

    @Test
    void whatWasChanged_isListed_andVerified() {
        done("retention", "set", "kept", "--completed", "30d", "-r", "an order of the court");
        done("retention", "remove", "kept", "-r", "over");

        assertThat(done("audit", "list", "--principal", "anonymous").out())
                .containsPattern("ASKED +anonymous +set +api/v1/retention/kept +.*an order of the court");
        String verified = done("audit", "verify").out();
        assertThat(verified).contains("entries are as they were written");
        String end = verified.substring(verified.indexOf("Ends with ") + 10).strip();
        assertThat(done("audit", "verify", "--known", end).out()).contains("as they were written");
        assertThat(desk.orc("audit", "verify", "--known", "1:" + "0".repeat(64)).errLines())
                .first()
                .asString()
                .contains("it was made anew");
    }

    @Test
    void aWebhook_isSetTriedPausedAndTakenAway() {
        String secret =
                desk.file("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").toString();
        Said set = done(
                "webhook",
                "set",
                "orders",
                "--receiver",
                "https://nobody.invalid/orders",
                "--type",
                "WORKFLOW_COMPLETED",
                "--secret-file",
                secret,
                "-r",
                "the shop asks");
        assertThat(set.out())
                .contains("orders", "https://nobody.invalid/orders")
                .doesNotContain("MfKQ");
        Said tried = desk.orc("webhook", "test", "orders");
        assertThat(tried.exitCode()).isEqualTo(1);
        assertThat(tried.out()).containsPattern("TAKEN .*\nfalse");
        assertThat(done("webhook", "pause", "orders", "-r", "they move").out()).contains("PERSON");
        assertThat(done("webhook", "resume", "orders", "--from", "now", "-r", "they are back")
                        .out())
                .doesNotContain("PERSON");
        assertThat(done("webhook", "deliveries", "orders", "--state", "DEAD", "-o", "json")
                        .json())
                .isEmpty();
        assertThat(desk.orc("webhook", "redeliver", "orders", "8123_01a22203-97ad-7666-83eb-7b964f000001_4")
                        .exitCode())
                .isEqualTo(3);
        assertThat(done("webhook", "list", "-o", "wide").out()).contains("WORKFLOW_COMPLETED");
        done("webhook", "remove", "orders", "-r", "no longer", "--yes");
        assertThat(desk.orc("webhook", "get", "orders").exitCode()).isEqualTo(3);
        assertThat(done("webhook", "changes", "orders").out()).contains("REMOVED", "PAUSED", "RESUMED", "SET");
    }
}
