package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.router.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real browser before real servers: plays the tests of {@code orchestrator-ui/browser}, which leave pictures of each view in
 * {@code orchestrator-ui/target/screenshots}. A build plays a sample; {@code -Dbrowser} all of them, with a broker for the router.
 */
class WebPageIT {

    private static final Path WORK = Built.folder("web-page");
    private static final Path PAGE =
            Path.of("../orchestrator-ui").toAbsolutePath().normalize();
    private static final boolean IS_WHOLE = System.getProperty("browser") != null;
    private static final long MINUTES_MAX = IS_WHOLE ? 15 : 5;

    /** As {@code browser/browser.mjs} knows them. */
    private static final String TOKENS =
            "board:reader:secret-of-the-board,shop:operator+worker:secret-of-the-shop,root:admin:secret-of-the-root";

    /** Where {@code browser/provider.mjs} opens an identity provider: another site than that of the servers, for a browser. */
    private static final String PROVIDER = "http://localhost:" + Ports.free();

    private static EmbeddedPostgres database;
    private static ServerNode open;
    private static ServerNode guarded;
    private static ReadModels readModels;

    @BeforeAll
    static void start() throws Exception {
        database = Built.database(WORK);
        Map<String, String> router = IS_WHOLE
                ? Map.of("orchestrator.router.broker", Broker.shared().uri(), "orchestrator.router.lease", "3s")
                : Map.of();
        open = ServerNode.start(Built.server(), database, router, WORK.resolve("logs"));
        guarded = ServerNode.start(Built.server(), database, url -> guarding(url, router), WORK.resolve("logs"));
        readModels = ReadModels.on(database);
    }

    private static Map<String, String> guarding(String url, Map<String, String> router) {
        Map<String, String> settings = new HashMap<>(router);
        settings.putAll(Map.of(
                "orchestrator.auth", "",
                "orchestrator.tokens", TOKENS,
                "orchestrator.oidc.issuer", PROVIDER,
                "orchestrator.oidc.audience", "orchestrator",
                "orchestrator.oidc.grants", "'operator'",
                "orchestrator.oidc.client-id", "page",
                "orchestrator.public-url", url));
        return settings;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : Arrays.asList(readModels, open, guarded, database)) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void aPerson_seesUnderstandsAndRepairsRuns() throws IOException, InterruptedException {
        String chromium = play("chromium", Map.of(), "../config/test-tools.sh", "chromium")
                .strip();
        Map<String, String> environment = Map.of(
                "UI_SERVER", open.url().toString(),
                "UI_GUARDED", guarded.url().toString(),
                "UI_PROVIDER", PROVIDER,
                "UI_CHROMIUM", chromium,
                "UI_ORC", Built.commandLine(WORK.resolve("orc")).toString());
        play("browser", environment, "npm", "run", "-s", IS_WHOLE ? "browser" : "browser:sample");
    }

    /** @return what it printed on its standard output; a failure is an error that says all of it */
    private static String play(String name, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = WORK.resolve(name + ".log");
        Path errors = WORK.resolve(name + "-errors.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(PAGE.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean hasEnded = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        if (!hasEnded) {
            Processes.kill(process);
        }
        String said = Files.readString(output);
        assertThat(hasEnded && process.exitValue() == 0)
                .as("%s%n%s", said, Files.readString(errors))
                .isTrue();
        return said;
    }
}
