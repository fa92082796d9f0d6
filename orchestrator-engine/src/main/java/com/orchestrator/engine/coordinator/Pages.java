package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Cuts a list that is whole in memory into pages; the cursor is the id of a page's last item. */
final class Pages {

    private Pages() {}

    static <T> Page<T> of(List<T> all, ListQuery query, Function<T, UUID> id) {
        int from = query.cursor() == null ? 0 : indexBehind(all, query.cursor(), id);
        int to = Math.min(all.size(), from + query.limit());
        List<T> items = all.subList(from, to);
        return new Page<>(
                items,
                to == all.size() ? null : id.apply(items.get(items.size() - 1)).toString());
    }

    private static <T> int indexBehind(List<T> all, String cursor, Function<T, UUID> id) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).toString().equals(cursor)) {
                return i + 1;
            }
        }
        throw new OrchestratorException(
                ErrorCode.INVALID_REQUEST, "'cursor' is not one that this server has given out");
    }
}
