package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentResolution;
import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.incident.IncidentIds;
import com.orchestrator.engine.incident.IncidentPlace;
import com.orchestrator.engine.incident.IncidentSource;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.incident.ResolvedIncident;
import com.orchestrator.engine.service.ListQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incidents are written with what they are about, found by everything that is asked, and counted exactly. */
interface IncidentContract extends StoreUnderTest {

    Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
    UUID FIRST = new UUID(0, 0);

    private static OpenedIncident opened(RunFixture run, long by, String task, String code, String message) {
        return new OpenedIncident(
                IncidentIds.of(run.instanceId, by),
                IncidentKind.TASK,
                run.instanceId,
                new IncidentSource(run.namespace, run.workflow, null),
                new IncidentPlace(task, null, null),
                code,
                message,
                MORNING.plusSeconds(by));
    }

    private RunFixture suspended(String runId, String workflow, OpenedBy incidents) {
        RunFixture run = new RunFixture(runId, MORNING);
        run.workflow = workflow;
        record(run.start());
        run.state = WorkflowState.SUSPENDED;
        run.incidents = new IncidentChanges(incidents.of(run), List.of(), false);
        record(run.move());
        return run;
    }

    /** What a run has met. */
    interface OpenedBy {
        List<OpenedIncident> of(RunFixture run);
    }

    private void resolve(RunFixture run, long by, IncidentResolution how, @Nullable String actor) {
        run.incidents = new IncidentChanges(
                List.of(),
                List.of(new ResolvedIncident(
                        IncidentIds.of(run.instanceId, by), how, actor, "because", MORNING.plusSeconds(100))),
                false);
        record(run.move());
    }

    private List<IncidentView> open(IncidentFilter filter) {
        return store().incidents().list(filter, new ListQuery(100, null)).items();
    }

    private List<IncidentGroup> groups() {
        return store().incidents()
                .groups(IncidentGroupFilter.ALL, new ListQuery(100, null))
                .items();
    }

    /** Nine runs: five that the provider does not answer, three without stock, one of another workflow. */
    private List<RunFixture> world() {
        List<RunFixture> runs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long at = i + 1;
            String message = i < 5 ? "no answer after " + i + " s" : "none left of 'item-" + i + "'";
            String code = i < 5 ? "PSP_DOWN" : "NO_STOCK";
            runs.add(suspended(
                    "r" + i, i == 8 ? "refund" : "order", run -> List.of(opened(run, at, i(code), code, message))));
        }
        return runs;
    }

    private static String i(String code) {
        return code.equals("PSP_DOWN") ? "charge" : "reserve";
    }

    @Test
    default void anIncident_isThereWithItsRun_andResolvedWithWhatEndsIt() {
        RunFixture run =
                suspended("r", "order", it -> List.of(opened(it, 2, "charge", "PSP_DOWN", "no \u0000 answer")));
        IncidentView open = open(IncidentFilter.openOf(run.instanceId)).get(0);

        assertThat(open.incidentId()).isEqualTo(IncidentIds.of(run.instanceId, 2));
        assertThat(open.kind()).isEqualTo(IncidentKind.TASK);
        assertThat(open.message()).isEqualTo("no \ufffd answer");
        assertThat(open.openedAt()).isEqualTo(MORNING.plusSeconds(2));
        assertThat(store().incidents().countOpen()).isEqualTo(1);

        resolve(run, 2, IncidentResolution.RETRIED, "kim");

        IncidentView resolved = store().incidents().find(open.incidentId()).orElseThrow();
        assertThat(resolved.state()).isEqualTo(IncidentState.RESOLVED);
        assertThat(resolved.resolution()).isEqualTo(IncidentResolution.RETRIED);
        assertThat(resolved.resolvedBy()).isEqualTo("kim");
        assertThat(resolved.reason()).isEqualTo("because");
        assertThat(open(IncidentFilter.OPEN)).isEmpty();
        assertThat(groups()).isEmpty();
        assertThat(store().incidents().countOpen()).isZero();
    }

    @Test
    default void everyFilter_findsItsOwn_theNewestFirst() {
        List<RunFixture> runs = world();
        IncidentView first = open(IncidentFilter.openOf(runs.get(0).instanceId)).get(0);
        store().incidents().assign(first.incidentId(), "kim", "looks at the provider", "ben");

        assertThat(names(IncidentFilter.OPEN)).containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(names(filter(null, "refund", null, null, null))).containsExactly(9L);
        assertThat(names(filter("shop", "order", null, null, null))).hasSize(8);
        assertThat(names(filter("bank", null, null, null, null))).isEmpty();
        assertThat(names(filter(null, null, "NO_STOCK", null, null))).containsExactly(9L, 8L, 7L, 6L);
        assertThat(names(filter("shop", "order", "NO_STOCK", null, null))).containsExactly(8L, 7L, 6L);
        assertThat(names(filter(null, null, null, first.fingerprint(), null))).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(names(filter(null, null, null, first.fingerprint(), "kim"))).containsExactly(1L);
        assertThat(names(filter(null, null, null, null, "ben"))).isEmpty();
        assertThat(open(new IncidentFilter(IncidentState.RESOLVED, null, null, null, null, null, null)))
                .isEmpty();
    }

    private static IncidentFilter filter(
            @Nullable String namespace,
            @Nullable String workflow,
            @Nullable String code,
            @Nullable String fingerprint,
            @Nullable String assignee) {
        return new IncidentFilter(IncidentState.OPEN, null, namespace, workflow, code, fingerprint, assignee);
    }

    /** By when they were opened, in seconds. */
    private List<Long> names(IncidentFilter filter) {
        return open(filter).stream()
                .map(each -> each.openedAt().getEpochSecond() - MORNING.getEpochSecond())
                .toList();
    }

    @Test
    default void pages_areWholeAndInOrder_andCursorsOfOtherListsAreRefused() {
        world();
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<IncidentView> page = store().incidents().list(IncidentFilter.OPEN, new ListQuery(2, cursor));
            page.items().forEach(each -> seen.add(each.incidentId()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(seen).hasSize(9).doesNotHaveDuplicates();

        String other = store().incidents()
                .list(IncidentFilter.OPEN, new ListQuery(2, null))
                .next();
        IncidentFilter refunds = filter(null, "refund", null, null, null);
        for (String bad : List.of("nonsense", "%%%", String.valueOf(other))) {
            assertThatThrownBy(() -> store().incidents().list(refunds, new ListQuery(2, bad)))
                    .isInstanceOf(OrchestratorException.class)
                    .hasMessageContaining("cursor");
        }
    }

    @Test
    default void groups_areCountedExactly_andPaged() {
        List<RunFixture> runs = world();

        assertThat(groups()).extracting(IncidentGroup::count).containsExactly(5L, 3L, 1L);
        IncidentGroup greatest = groups().get(0);
        assertThat(greatest.code()).isEqualTo("PSP_DOWN");
        assertThat(greatest.taskId()).isEqualTo("charge");
        assertThat(greatest.sample()).isEqualTo("no answer after 4 s");
        assertThat(greatest.firstSeenAt()).isEqualTo(MORNING.plusSeconds(1));
        assertThat(greatest.lastSeenAt()).isEqualTo(MORNING.plusSeconds(5));
        Page<IncidentGroup> first = store().incidents().groups(IncidentGroupFilter.ALL, new ListQuery(2, null));
        Page<IncidentGroup> second =
                store().incidents().groups(IncidentGroupFilter.ALL, new ListQuery(2, first.next()));
        assertThat(second.items()).extracting(IncidentGroup::workflow).containsExactly("refund");
        assertThat(second.next()).isNull();
        assertThat(store().incidents()
                        .groups(new IncidentGroupFilter("shop", null, "NO_STOCK"), new ListQuery(9, null))
                        .items())
                .extracting(IncidentGroup::count)
                .containsExactly(3L, 1L);

        resolve(runs.get(4), 5, IncidentResolution.SKIPPED, "kim");

        assertThat(groups().get(0).count()).isEqualTo(4);
        assertThat(groups().get(0).lastSeenAt()).isEqualTo(MORNING.plusSeconds(4));
    }

    @Test
    default void runsOfACause_areReadInOrderOfTheirIds_eachOnce() {
        List<RunFixture> runs = world();
        RunFixture twice = suspended(
                "twice",
                "order",
                run -> List.of(
                        opened(run, 20, "charge", "PSP_DOWN", "no answer after 8 s"),
                        opened(run, 21, "charge", "PSP_DOWN", "no answer after 9 s")));
        String cause = groups().get(0).fingerprint();

        List<UUID> front = store().incidents().runsOf(cause, FIRST, 4);
        List<UUID> rest = store().incidents().runsOf(cause, front.get(3), 4);

        assertThat(front)
                .containsExactlyElementsOf(
                        runs.subList(0, 4).stream().map(run -> run.instanceId).toList());
        assertThat(rest).containsExactly(runs.get(4).instanceId, twice.instanceId);
        assertThat(store().incidents().runsOf("nothing", FIRST, 4)).isEmpty();
    }

    @Test
    default void whatSomebodyIgnores_staysClosed_andWhatComesBackIsOpenAgain() {
        RunFixture run = suspended("r", "order", it -> List.of(opened(it, 2, "charge", "PSP_DOWN", "no answer")));
        RunFixture other = suspended("o", "order", it -> List.of(opened(it, 2, "charge", "PSP_DOWN", "no answer")));
        UUID ignored = IncidentIds.of(run.instanceId, 2);

        assertThat(store().incidents()
                        .ignore(ignored, "kim", "known")
                        .orElseThrow()
                        .resolution())
                .isEqualTo(IncidentResolution.IGNORED);
        store().incidents().ignore(ignored, "ben", "again");
        resolve(other, 2, IncidentResolution.ENDED, null);
        run.incidents =
                new IncidentChanges(List.of(opened(run, 2, "charge", "PSP_DOWN", "no answer")), List.of(), false);
        other.incidents =
                new IncidentChanges(List.of(opened(other, 2, "charge", "PSP_DOWN", "no answer")), List.of(), false);
        record(run.move(), other.move());

        assertThat(open(IncidentFilter.OPEN))
                .extracting(IncidentView::instanceId)
                .containsExactly(other.instanceId);
        assertThat(groups()).extracting(IncidentGroup::count).containsExactly(1L);
        assertThat(store().incidents().changes(ignored))
                .extracting(IncidentChange::actor, IncidentChange::action, IncidentChange::note)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("kim", IncidentChange.Action.IGNORED, "known"));
        assertThat(store().incidents().ignore(FIRST, "kim", "none")).isEmpty();
    }

    @Test
    default void whoHasIt_isKept_withWhoSaidSo_once() {
        RunFixture run = suspended("r", "order", it -> List.of(opened(it, 2, "charge", "PSP_DOWN", "no answer")));
        UUID id = IncidentIds.of(run.instanceId, 2);

        store().incidents().assign(id, "kim", "please", "ben");
        store().incidents().assign(id, "kim", "please", "ben");
        IncidentView taken = store().incidents().assign(id, null, null, "kim").orElseThrow();

        assertThat(taken.assignee()).isNull();
        assertThat(taken.stillOpen()).isTrue();
        assertThat(store().incidents().changes(id))
                .extracting(IncidentChange::assignee)
                .containsExactly("kim", null);
        assertThat(store().incidents().assign(FIRST, "kim", null, "ben")).isEmpty();
    }

    @Test
    default void aRunThatIsSetAside_hasOne_untilItGoesOn() {
        RunFixture run = new RunFixture("r", MORNING);
        record(run.start());
        for (String fault : List.of("it broke", "it broke again")) {
            store().setAside()
                    .setAside(new SetAsideStore.Fault(
                            run.instanceId, new UUID(9, 1), "DECISION_FAILED", fault, new UUID(7, 1)));
        }

        IncidentView open = open(IncidentFilter.openOf(run.instanceId)).get(0);
        assertThat(open.kind()).isEqualTo(IncidentKind.SET_ASIDE);
        assertThat(open.incidentId()).isEqualTo(new UUID(9, 1));
        assertThat(open.workflow()).isEqualTo("order");
        assertThat(open.message()).isEqualTo("it broke again");
        assertThat(groups()).extracting(IncidentGroup::count).containsExactly(1L);

        store().runs().inTransaction(transaction -> {
            transaction.closeIncidents(Set.of(run.instanceId), new UUID(7, 1));
            return run;
        });

        assertThat(open(IncidentFilter.OPEN)).isEmpty();
        assertThat(groups()).isEmpty();
    }

    @Test
    default void whatIsForgotten_isGone_andCountedNoMore() {
        RunFixture run = suspended("r", "order", it -> List.of(opened(it, 2, "charge", "PSP_DOWN", "no answer")));
        store().incidents().assign(IncidentIds.of(run.instanceId, 2), "kim", null, "ben");
        run.incidents = new IncidentChanges(List.of(), List.of(), true);

        record(run.move());

        assertThat(store().incidents().find(IncidentIds.of(run.instanceId, 2))).isEmpty();
        assertThat(store().incidents().changes(IncidentIds.of(run.instanceId, 2)))
                .isEmpty();
        assertThat(groups()).isEmpty();
    }
}
