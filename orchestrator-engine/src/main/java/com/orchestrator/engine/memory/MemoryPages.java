package com.orchestrator.engine.memory;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pages out of sorted items; the cursor is the key of the last one. */
final class MemoryPages {

    private MemoryPages() {}

    static <T> Page<T> page(Stream<T> rest, int limit, Function<T, String> keyOf) {
        List<T> found = rest.limit(limit + 1L).toList();
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        return new Page<>(found.subList(0, limit), keyOf.apply(found.get(limit - 1)));
    }

    static long number(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "'cursor' is wrong");
        }
        return Long.parseLong(cursor);
    }
}
