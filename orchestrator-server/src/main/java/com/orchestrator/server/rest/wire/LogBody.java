package com.orchestrator.server.rest.wire;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.server.rest.json.Refusals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines that handlers of one worker have written, of any of its tasks. */
public record LogBody(String workerId, @Nullable List<@Nullable Line> lines) {

    private static final int LINES_MAX = 1_000;

    public LogBody {
        workerId = Required.name(workerId, "workerId");
    }

    public List<LogLine> toLines() {
        List<@Nullable Line> given = Required.value(lines, "lines");
        if (given.size() > LINES_MAX) {
            throw Refusals.invalid("/lines", "'lines' has more than " + LINES_MAX + " entries", null);
        }
        List<LogLine> read = new ArrayList<>(given.size());
        for (@Nullable Line line : given) {
            read.add(line(line, "lines/" + read.size()));
        }
        return read;
    }

    private static LogLine line(@Nullable Line line, String place) {
        Line given = Required.value(line, place);
        try {
            return given.toLine();
        } catch (OrchestratorException refusal) {
            throw Refusals.within("/" + place, refusal);
        }
    }

    /** One line; {@code level} is INFO unless said otherwise. */
    public record Line(
            @Nullable UUID executionId,
            long fenceToken,
            int number,
            @Nullable Instant at,
            LogLine.@Nullable Level level,
            @Nullable String message) {

        LogLine toLine() {
            return new LogLine(
                    Required.value(executionId, "executionId"),
                    fenceToken,
                    number,
                    at,
                    level,
                    Required.value(message, "message"));
        }
    }

    /** Answer: how many lines were heard. Those beyond the limit of their lease, and those of no run, are not kept. */
    public record Heard(int lines) {}
}
