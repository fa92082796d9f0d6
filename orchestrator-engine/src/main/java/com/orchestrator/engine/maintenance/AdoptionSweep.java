package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.CurrentLimits;
import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.store.PermitStore;
import com.orchestrator.engine.store.PermitStore.OpenTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has limits that are new count what is under way, and then let in. First nobody hands out without asking them: what servers know of
 * limits has lapsed ({@link CurrentLimits#GOOD_FOR}), and the transactions have ended that had begun before. After that each run that
 * may have attempts under way is looked at by its lane, those of servers that are no more as well. Every server does it, for a crash
 * loses what one has done; whatever is counted already is not counted again, and the first to be done opens the limits.
 *
 * <p>Asks nothing while no limit is new.
 */
public final class AdoptionSweep implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(AdoptionSweep.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CurrentLimits limits;
    private final PermitStore permits;
    private final Wakeups wakeups;
    private @Nullable Pass pass;

    public AdoptionSweep(CurrentLimits limits, PermitStore permits, Wakeups wakeups) {
        this.limits = limits;
        this.permits = permits;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "adoption-sweep";
    }

    @Override
    public int runOnce(int limit) {
        Map<RuleName, Long> wanted = limits.adopting();
        Pass current = pass;
        if (current == null || !current.isWantedFor(wanted)) {
            current = wanted.isEmpty() ? null : new Pass(wanted);
            pass = current;
        }
        return current == null ? 0 : current.goOn(limit);
    }

    /** From when limits are found to be new until they know what is under way. Those that come meanwhile have the next one. */
    private final class Pass {

        private final Map<RuleName, Long> rules;
        private final Instant heardAt;
        private final Map<UUID, CompletableFuture<?>> looks = new HashMap<>();
        private @Nullable Set<String> before;
        private @Nullable Deque<UUID> left;
        private boolean warned;

        Pass(Map<RuleName, Long> rules) {
            this.rules = rules;
            this.heardAt = permits.openTransactions().at().plus(CurrentLimits.GOOD_FOR);
        }

        /** Whether any of its limits is still as it was. */
        boolean isWantedFor(Map<RuleName, Long> wanted) {
            return rules.entrySet().stream().anyMatch(wanted.entrySet()::contains);
        }

        /** @return how many runs it has asked for */
        int goOn(int limit) {
            Deque<UUID> runs = left;
            if (runs == null && nobodyElseHandsOut()) {
                runs = new ArrayDeque<>(permits.runsUnderWay());
                left = runs;
            }
            return runs == null ? 0 : count(runs, limit);
        }

        private boolean nobodyElseHandsOut() {
            OpenTransactions now = permits.openTransactions();
            if (now.at().isBefore(heardAt)) {
                return false;
            }
            Set<String> open = new HashSet<>(now.open());
            if (before != null) {
                open.retainAll(before);
            }
            before = open;
            if (!open.isEmpty() && !warned && now.at().isAfter(heardAt.plus(PATIENCE))) {
                LOG.warn("Limits {} let nothing in before transactions {} have ended", rules.keySet(), open);
                warned = true;
            }
            return open.isEmpty();
        }

        /** A look that fails, as when a lane has too much to do, is repeated. That limits are open is heard as every change is. */
        private int count(Deque<UUID> runs, int limit) {
            looks.forEach((run, look) -> {
                if (look.isCompletedExceptionally()) {
                    runs.add(run);
                }
            });
            looks.values().removeIf(CompletableFuture::isDone);
            int asked = 0;
            for (; asked < limit && !runs.isEmpty(); asked++) {
                UUID run = runs.remove();
                looks.put(run, wakeups.adopt(run));
            }
            if (looks.isEmpty()) {
                permits.adopted(rules);
                limits.reload();
                pass = null;
            }
            return asked;
        }
    }
}
