package com.orchestrator.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.orchestrator.server.openapi.BreakingChanges.Change;
import com.orchestrator.server.rest.openapi.OpenApiDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a client of the last release would stumble over is said in the change log, under "Unreleased", by a line
 * {@code Breaking: <operationId or path> …}.
 */
class ReleasedApiTest {

    private static final String RELEASED = "/openapi-released.yaml";
    private static final Pattern BREAKING = Pattern.compile("Breaking: `?([\\w/{}.-]+)`?");

    private static JsonNode released() throws IOException {
        try (InputStream in = ReleasedApiTest.class.getResourceAsStream(RELEASED)) {
            return new YAMLMapper().readTree(in);
        }
    }

    @Test
    void whatBreaksClients_standsInTheChangeLog() throws IOException {
        List<Change> silent = unannounced(
                BreakingChanges.between(released(), OpenApiDocument.get().tree()),
                Files.readString(Path.of("../CHANGELOG.md")));

        assertThat(silent)
                .as("Breaks clients of the last release. Undo it, or write under 'Unreleased' of CHANGELOG.md for each"
                        + " 'Breaking: <operationId>' and what clients have to do")
                .isEmpty();
    }

    /** Those that the change log says nothing of. */
    private static List<Change> unannounced(List<Change> changes, String changeLog) {
        String unreleased =
                changeLog.replaceFirst("(?s)^.*?\n## Unreleased\n", "").replaceFirst("(?s)\n## .*$", "");
        Set<String> announced = new TreeSet<>();
        Matcher line = BREAKING.matcher(unreleased);
        while (line.find()) {
            announced.add(line.group(1));
        }
        return changes.stream()
                .filter(change -> !announced.contains(change.operationId()) && !announced.contains(change.path()))
                .toList();
    }

    @Test
    void onlyLinesUnderUnreleased_count() {
        Change one = new Change("getOne", "/one", "it is gone");
        Change two = new Change("getTwo", "/two/{id}", "it is gone");
        String log =
                "# Changelog\n\n## Unreleased\n\n- Breaking: getOne is gone.\n- Breaking: `/two/{id}` as well.\n\n## 1.0\n";

        assertThat(unannounced(List.of(one, two), log)).isEmpty();
        assertThat(unannounced(List.of(one, two), log.replace("getOne", "getOneMore")))
                .containsExactly(one);
        assertThat(unannounced(
                        List.of(one, two), log.replace("\n- Breaking: getOne", "\n## 0.9\n\n- Breaking: getOne")))
                .containsExactly(one, two);
    }
}
