package com.orchestrator.engine.run;

import com.orchestrator.engine.history.ClaimEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.NodeKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run and its tasks hold of what only so many runs may hold at once, and what they wait for. A run that holds a name
 * holds it for all of its tasks. Changed only by applying events.
 */
public final class Claims {

    /** Stands for the run itself where tasks stand otherwise. */
    public static final NodeKey OF_RUN = NodeKey.of("");

    private final Run run;
    private final Map<NodeKey, List<String>> awaited = new LinkedHashMap<>();
    private final Map<NodeKey, Set<String>> held = new LinkedHashMap<>();
    private final Map<String, Held> names = new HashMap<>();
    private final Set<String> lost = new LinkedHashSet<>();

    /**
     * How a run stands to a name.
     *
     * @param holder the task that has asked for it, or {@link #OF_RUN}
     * @param fence 0 while it waits
     * @param since when it was granted; null while it waits
     */
    public record Held(NodeKey holder, long fence, @Nullable Instant since) {
        public boolean isHeld() {
            return since != null;
        }
    }

    Claims(Run run) {
        this.run = run;
    }

    /** Whether it neither holds nor awaits anything. */
    public boolean isEmpty() {
        return held.isEmpty() && awaited.isEmpty();
    }

    /** Whether all that the task needs was granted to it. */
    public boolean holds(NodeKey key) {
        return held.containsKey(key);
    }

    public boolean awaits(NodeKey key) {
        return awaited.containsKey(key);
    }

    /** Who waits, in the order of their requests; a copy. */
    public List<NodeKey> waiting() {
        return List.copyOf(awaited.keySet());
    }

    /** Who holds something; a copy. */
    public List<NodeKey> holders() {
        return List.copyOf(held.keySet());
    }

    /** What somebody waits for. */
    public List<String> awaitedBy(NodeKey key) {
        return awaited.getOrDefault(key, List.of());
    }

    /** Number under which the run holds a name; null when it does not. */
    public @Nullable Long fence(String name) {
        Held standing = names.get(name);
        return standing == null ? null : Long.valueOf(standing.fence);
    }

    /** What it has held when it ended, and would need again to go forward. */
    public Set<String> lost() {
        return lost;
    }

    /** How the run stands to every name, as others need to know; nothing once it has ended. */
    public Map<String, Held> standing() {
        if (isEmpty() || run.state().isTerminal()) {
            return Map.of();
        }
        Map<String, Held> standing = new LinkedHashMap<>(names);
        awaited.forEach((key, wanted) -> wanted.forEach(name -> standing.putIfAbsent(name, new Held(key, 0, null))));
        return standing;
    }

    /** Nothing goes forward from here, so nothing more is needed. */
    void stopWaiting() {
        waiting().forEach(this::noLongerAwaits);
    }

    private void awaits(NodeKey key, List<String> wanted) {
        if (awaited.put(key, wanted) == null && !key.equals(OF_RUN)) {
            run.task(key).block.waits(1);
        }
    }

    private void noLongerAwaits(NodeKey key) {
        if (awaited.remove(key) != null && !key.equals(OF_RUN)) {
            run.task(key).block.waits(-1);
        }
    }

    /** It goes on after its end, with which everything was given back. */
    void endIsTakenBack() {
        lost.addAll(names.keySet());
        names.clear();
        held.clear();
    }

    /** How events change what a run holds. */
    static final class Fold implements ClaimEvent.Fold {

        private final Run run;

        Fold(Run run) {
            this.run = run;
        }

        private static NodeKey key(@Nullable String taskId, @Nullable String iteration) {
            return taskId == null ? OF_RUN : new NodeKey(taskId, iteration);
        }

        @Override
        public void requested(ClaimEvent.ClaimsRequested event) {
            NodeKey key = key(event.taskId(), event.iteration());
            run.claims().awaits(key, List.copyOf(event.names()));
            if (key.equals(OF_RUN)) {
                run.beginTimer = run.timers().rearm(run.beginTimer, null);
            }
        }

        @Override
        public void granted(ClaimEvent.ClaimsGranted event, Entry entry) {
            Claims claims = run.claims();
            NodeKey key = key(event.taskId(), event.iteration());
            claims.noLongerAwaits(key);
            claims.held.put(key, Set.copyOf(event.fences().keySet()));
            event.fences().forEach((name, fence) -> claims.names.putIfAbsent(name, new Held(key, fence, entry.at())));
            if (key.equals(OF_RUN)) {
                claims.lost.clear();
            }
        }

        /** What another task of the run holds as well stays held. */
        @Override
        public void dropped(ClaimEvent.ClaimsDropped event) {
            Claims claims = run.claims();
            NodeKey key = key(event.taskId(), event.iteration());
            claims.noLongerAwaits(key);
            Set<String> had = claims.held.remove(key);
            if (had != null) {
                List<String> gone = new ArrayList<>(had);
                claims.held.values().forEach(gone::removeAll);
                gone.forEach(claims.names::remove);
            }
        }
    }
}
