package com.orchestrator.engine.find;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with the text of a filter, and where. */
final class FilterFaults {

    static final String EXAMPLE = "write for example: state == 'FAILED' && attr.total > 1000";

    private static final int DETAIL_CHARS_MAX = 300;

    private final String text;
    private final Map<Long, Integer> places;

    FilterFaults(String text) {
        this(text, Map.of());
    }

    private FilterFaults(String text, Map<Long, Integer> places) {
        this.text = text;
        this.places = places;
    }

    /** @param offsets in code points, by the ids of parts */
    FilterFaults with(Map<Long, Integer> offsets) {
        return new FilterFaults(text, offsets);
    }

    OrchestratorException at(CelExpr part, String detail, @Nullable String hint) {
        int codePoints = Math.min(places.getOrDefault(part.id(), 0), text.codePointCount(0, text.length()));
        return offset(text.offsetByCodePoints(0, codePoints), detail, hint);
    }

    OrchestratorException offset(int offset, String detail, @Nullable String hint) {
        String before = text.substring(0, offset);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return at(line, offset - before.lastIndexOf('\n'), detail, hint);
    }

    /** Lines and columns are counted from 1. */
    OrchestratorException at(int line, int column, String detail, @Nullable String hint) {
        String said = detail.length() > DETAIL_CHARS_MAX ? detail.substring(0, DETAIL_CHARS_MAX) + "…" : detail;
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST,
                said + " (filter, line " + line + ", column " + column + ")",
                List.of(new Problem.Detail("/filter", line, column, said, hint)));
    }
}
