package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.DefinitionSummary;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WorkflowOverview;
import com.orchestrator.engine.store.DefinitionStore.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Revisions of definitions. */
interface DefinitionStoreContract extends StoreUnderTest {

    private static CompiledDefinition definition(String name, String content) {
        WorkflowPlan plan = WorkflowPlan.of(
                "shop",
                name,
                0,
                Block.of(Block.ROOT_ID, List.of()),
                SagaPlan.DEFAULT,
                Priority.DEFAULT,
                null,
                null,
                null,
                input -> Map.of());
        return new CompiledDefinition(Payload.ofJson("{\"c\":\"" + content + "\"}"), "sha-" + content, plan, List.of());
    }

    @Test
    default void registering_numbersRevisionsPerWorkflow_andFindsKnownContent() {
        DefinitionStore definitions = store().definitions();

        assertThat(definitions.register(definition("order", "one"), "text 1", null))
                .isEqualTo(new Registered(1, true));
        assertThat(definitions.register(definition("order", "two"), "text 2", null))
                .isEqualTo(new Registered(2, true));
        assertThat(definitions.register(definition("order", "one"), "text 3", null))
                .isEqualTo(new Registered(1, false));
        assertThat(definitions.register(definition("refund", "one"), "text 1", null))
                .isEqualTo(new Registered(1, true));
    }

    @Test
    default void registering_movesTheDefault_alsoBack_andSaysWhoDid() {
        DefinitionStore definitions = store().definitions();
        definitions.register(definition("order", "one"), "text", "ann");
        definitions.register(definition("order", "two"), "text", "bob");
        definitions.register(definition("order", "two"), "text", "cyd");
        definitions.register(definition("order", "one"), "text", "dan");

        assertThat(definitions.status("shop", "order")).contains(new WorkflowStatus("shop", "order", 1, 2, false));
        assertThat(definitions.changes("shop", "order", new ListQuery(10, null)).items())
                .extracting(WorkflowChange::number, WorkflowChange::actor, WorkflowChange::defaultRevision)
                .containsExactly(tuple(3, "dan", 1), tuple(2, "bob", 2), tuple(1, "ann", 1));
        assertThat(definitions.status("elsewhere", "order")).isEmpty();
    }

    @Test
    default void update_movesTheDefault_andPauses_eachForItself_andOnce() {
        DefinitionStore definitions = store().definitions();
        definitions.register(definition("order", "one"), "text", null);
        definitions.register(definition("order", "two"), "text", null);

        definitions.update("shop", "order", new WorkflowUpdate(1, null, "two is broken"), "ann");
        definitions.update("shop", "order", new WorkflowUpdate(1, null, "said again"), "bob");
        WorkflowStatus paused = definitions.update("shop", "order", new WorkflowUpdate(null, true, "night"), "cyd");
        definitions.register(definition("order", "three"), "text", "dan");
        Page<WorkflowChange> first = definitions.changes("shop", "order", new ListQuery(2, null));
        Page<WorkflowChange> second = definitions.changes("shop", "order", new ListQuery(9, first.next()));

        assertThat(paused).isEqualTo(new WorkflowStatus("shop", "order", 1, 2, true));
        assertThat(definitions.status("shop", "order")).contains(new WorkflowStatus("shop", "order", 3, 3, true));
        assertThat(first.items())
                .extracting(WorkflowChange::actor, WorkflowChange::reason)
                .containsExactly(tuple("dan", null), tuple("cyd", "night"));
        assertThat(second.items())
                .extracting(WorkflowChange::actor, WorkflowChange::reason)
                .containsExactly(tuple("ann", "two is broken"), tuple(null, null), tuple(null, null));
    }

    @Test
    default void update_ofWhatIsNotThere_isRefused() {
        DefinitionStore definitions = store().definitions();
        definitions.register(definition("order", "one"), "text", null);

        assertThatThrownBy(() -> definitions.update("shop", "order", new WorkflowUpdate(2, null, "r"), null))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("has no revision 2");
        assertThatThrownBy(() -> definitions.update("shop", "refund", new WorkflowUpdate(1, null, "r"), null))
                .isInstanceOf(OrchestratorException.class);
        assertThat(definitions.changes("shop", "order", new ListQuery(9, null)).items())
                .hasSize(1);
    }

    @Test
    default void updates_atOnce_areAllKept_oneBehindTheOther() throws Exception {
        DefinitionStore definitions = store().definitions();
        definitions.register(definition("raced", "one"), "text", null);
        List<CompletableFuture<WorkflowStatus>> races = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        definitions.update("shop", "raced", new WorkflowUpdate(null, i % 2 == 0, "race " + i), null)))
                .toList();
        for (CompletableFuture<WorkflowStatus> race : races) {
            race.get(20, TimeUnit.SECONDS);
        }

        List<WorkflowChange> changes =
                definitions.changes("shop", "raced", new ListQuery(9, null)).items();
        assertThat(changes.get(0).number()).isEqualTo(changes.size());
        assertThat(definitions.status("shop", "raced").orElseThrow().paused())
                .isEqualTo(changes.get(0).paused());
    }

    @Test
    default void find_answersARevisionOrTheNewest() {
        DefinitionStore definitions = store().definitions();
        definitions.register(definition("order", "one"), "text: \ud83d\ude80", null);
        definitions.register(definition("order", "two"), "newer", null);

        var first = definitions.find("shop", "order", Optional.of(1)).orElseThrow();
        var newest = definitions.find("shop", "order", Optional.empty()).orElseThrow();

        assertThat(first.source()).isEqualTo("text: \ud83d\ude80");
        assertThat(first.definition()).isEqualTo(Payload.ofJson("{\"c\":\"one\"}"));
        assertThat(first.sha256()).isEqualTo("sha-one");
        assertThat(newest.revision()).isEqualTo(2);
        assertThat(definitions.find("shop", "order", Optional.of(3))).isEmpty();
        assertThat(definitions.find("elsewhere", "order", Optional.empty())).isEmpty();
    }

    @Test
    default void sameContent_registeredManyTimesAtOnce_isOneRevision() throws Exception {
        List<CompletableFuture<Registered>> races = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> store().definitions().register(definition("raced", "same"), "text", null)))
                .toList();

        List<Registered> answers = new ArrayList<>();
        for (CompletableFuture<Registered> race : races) {
            answers.add(race.get(20, TimeUnit.SECONDS));
        }
        assertThat(answers).extracting(Registered::revision).containsOnly(1);
        assertThat(answers).filteredOn(Registered::created).hasSize(1);
    }

    @Test
    default void differentContents_registeredAtOnce_getDenseRevisions() throws Exception {
        List<CompletableFuture<Registered>> races = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> store().definitions().register(definition("raced", "content-" + i), "text", null)))
                .toList();

        List<Integer> revisions = new ArrayList<>();
        for (CompletableFuture<Registered> race : races) {
            revisions.add(race.get(20, TimeUnit.SECONDS).revision());
        }
        assertThat(revisions).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    default void list_hasTheNewestRevisionOfEachWorkflow_byName_inPages() {
        store().definitions().register(definition("b", "one"), "text", null);
        store().definitions().register(definition("b", "two"), "text", null);
        store().definitions().register(definition("a", "one"), "text", null);
        store().definitions().register(definition("c", "one"), "text", null);

        Page<WorkflowOverview> first = store().definitions().list(null, new ListQuery(2, null));
        Page<WorkflowOverview> second = store().definitions().list(null, new ListQuery(2, first.next()));

        assertThat(first.items()).extracting(WorkflowOverview::name).containsExactly("a", "b");
        assertThat(first.items()).extracting(WorkflowOverview::revision).containsExactly(1, 2);
        assertThat(second.items()).extracting(WorkflowOverview::name).containsExactly("c");
        assertThat(second.next()).isNull();
    }

    @Test
    default void list_isOfOneNamespace_whenItIsNamed() {
        store().definitions().register(definition("a", "one"), "text", null);

        assertThat(store().definitions().list("shop", new ListQuery(2, null)).items())
                .extracting(WorkflowOverview::name)
                .containsExactly("a");
        assertThat(store().definitions()
                        .list("elsewhere", new ListQuery(2, null))
                        .items())
                .isEmpty();
    }

    @Test
    default void list_saysWhatAStartWouldGet() {
        store().definitions().register(definition("order", "one"), "text", null);
        store().definitions().register(definition("order", "two"), "text", null);
        store().definitions().update("shop", "order", new WorkflowUpdate(1, null, "two is broken"), "ann");
        store().definitions().update("shop", "order", new WorkflowUpdate(null, true, "night"), "cyd");

        WorkflowOverview listed =
                store().definitions().list(null, new ListQuery(2, null)).items().get(0);

        assertThat(listed.revision()).isEqualTo(2);
        assertThat(listed.defaultRevision()).isEqualTo(1);
        assertThat(listed.paused()).isTrue();
    }

    @Test
    default void revisions_areTheNewestFirst_inPages() {
        for (String content : List.of("one", "two", "three")) {
            store().definitions().register(definition("order", content), "text", null);
        }
        store().definitions().register(definition("refund", "one"), "text", null);

        Page<DefinitionSummary> first = store().definitions().revisions("shop", "order", new ListQuery(2, null));
        Page<DefinitionSummary> second =
                store().definitions().revisions("shop", "order", new ListQuery(2, first.next()));

        assertThat(first.items()).extracting(DefinitionSummary::revision).containsExactly(3, 2);
        assertThat(first.items()).extracting(DefinitionSummary::sha256).containsExactly("sha-three", "sha-two");
        assertThat(second.items()).extracting(DefinitionSummary::revision).containsExactly(1);
        assertThat(second.next()).isNull();
        assertThat(store().definitions()
                        .revisions("elsewhere", "order", new ListQuery(2, null))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> store().definitions().revisions("shop", "order", new ListQuery(2, "x")))
                .isInstanceOf(OrchestratorException.class);
    }
}
