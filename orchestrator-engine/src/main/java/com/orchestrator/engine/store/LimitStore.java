package com.orchestrator.engine.store;

import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Limits as people have set them, and who has. Each call is one transaction. */
public interface LimitStore {

    /** Everything that is set, and where the counter stood that moves with each change. */
    LimitBook read();

    /** Those of the rules that something was ever set for, also when it was taken away again. */
    Map<RuleName, StoredLimit> find(Collection<RuleName> rules);

    /** What is set, by kind in the order of their names. */
    Page<StoredLimit> list(RuleName.Kind kind, ListQuery query);

    /**
     * Sets, changes or takes away a limit, on condition of the version. What is the same as before changes nothing and is no change.
     *
     * @param change makes of what is set what is to be set, empty for nothing; asked with the rule's row locked
     * @throws com.orchestrator.api.error.OrchestratorException {@code PRECONDITION_FAILED} when the limit is at another version; what
     *     {@code change} throws
     */
    Changed change(RuleName rule, UnaryOperator<Optional<Limit>> change, Author author);

    /** How rules stand, for people: nothing is locked, and it may have changed when it is read. */
    Map<Rule, RuleUse> use(Collection<Rule> rules);

    /**
     * Opens a breaker until it is closed by hand, or closes it; how attempts have ended before counts no more. What it is already is no
     * change.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code NOT_FOUND} when there is no breaker, {@code PRECONDITION_FAILED}
     *     when it is at another version
     */
    void moveBreaker(RuleName breaker, boolean open, Author author);

    /**
     * Keeps how attempts of a type have ended, each once, and writes down what its breaker has come to by it, as a change that nobody
     * has made. Successes count only while it is not closed.
     */
    void settleBreaker(RuleName breaker, Collection<Outcome> outcomes);

    /** Forgets how attempts have ended that no breaker counts any more. */
    int forgetOutcomes(int limit);

    /** Who has changed a limit, the newest first. */
    Page<LimitChange> changes(RuleName rule, ListQuery query);

    /**
     * @param before what was set; empty when nothing was
     * @param after absent when nothing was ever set and nothing is now
     */
    record Changed(Optional<Limit> before, Optional<StoredLimit> after) {}
}
