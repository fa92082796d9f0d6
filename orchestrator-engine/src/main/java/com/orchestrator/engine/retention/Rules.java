package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RetentionStore.Changed;
import java.util.Objects;

/** How long runs are kept, as people set it. */
final class Rules {

    private final RetentionStore store;
    private final RunArchive archive;

    Rules(RetentionStore store, RunArchive archive) {
        this.store = store;
        this.archive = archive;
    }

    Applied<RetentionStatus> set(String namespace, RetentionRule rule, Author author) {
        if (rule.archive() && !archive.isThere()) {
            throw RetentionRule.impossible(
                    "/archive",
                    "Runs are to be archived before they are deleted, but this server has no archive",
                    "set orchestrator.retention.archive-dir, or leave 'archive' out");
        }
        Changed changed = store.change(namespace, rule, author);
        return new Applied<>(status(changed.now().orElseThrow()), !changed.wasSet());
    }

    RetentionStatus get(String namespace) {
        return store.rule(namespace)
                .filter(change -> change.rule() != null)
                .map(Rules::status)
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND,
                        "Namespace '" + namespace + "' has no rule: its runs are kept until somebody deletes them"));
    }

    private static RetentionStatus status(RetentionChange change) {
        return RetentionStatus.of(Objects.requireNonNull(change.rule()), change);
    }

    void remove(String namespace, Author author) {
        store.change(namespace, null, author);
    }

    Page<RetentionStatus> list(ListQuery query) {
        Page<RetentionChange> page = store.rules(query);
        return new Page<>(page.items().stream().map(Rules::status).toList(), page.next());
    }
}
