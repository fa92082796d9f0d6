package com.orchestrator.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.service.Figure;
import com.orchestrator.engine.store.Surroundings.Connections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation lists is what there is, in the same order. */
class WatchingDocumentTest {

    private static List<String> listed(String pattern) throws IOException {
        String document = Files.readString(Path.of("../docs/how-to/watching.md"));
        return Pattern.compile("^\\| `(" + pattern + ")` \\|", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void figures_areThoseListed() throws IOException {
        List<Figure> figures = new EngineFigures(
                        new EngineCounters(),
                        new Sightings(),
                        new ScheduleCounters(),
                        new RetentionCounters(),
                        new BatchCounters(),
                        new WebhookCounters(List::of),
                        () -> Connections.NONE)
                .read();

        assertThat(listed("orchestrator_[a-z_]+"))
                .isEqualTo(figures.stream().map(Figure::name).toList());
    }

    @Test
    void codes_areThoseListed() throws IOException {
        assertThat(listed("[A-Z_]+"))
                .isEqualTo(Arrays.stream(ReasonCode.values()).map(Enum::name).toList());
    }
}
