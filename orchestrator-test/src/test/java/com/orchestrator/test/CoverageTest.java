package com.orchestrator.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.worker.TaskFailure;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests have been through, counted by hand. */
@OrchestratorTest
class CoverageTest {

    private static final String TRIP = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: trip
            tasks:
              - id: hotel
                task: hotel.book
                compensate: { task: hotel.cancel }
                onError:
                  - codes: [FULL]
                    do: [{ id: hostel, task: hostel.book, compensate: { task: hostel.cancel } }]
                    then: continue
                  - codes: [CLOSED]
                    then: return
              - id: way
                switch:
                  - when: input.far
                    do: [{ id: flight, task: flight.book, compensate: { task: flight.cancel } }]
                  - when: input.near
                    do: [{ id: train, task: train.book }]
              - id: insure
                if: input.far
                task: insurance.buy
            """;

    @BeforeEach
    void prepare(TestEngine engine) {
        engine.definition(TRIP);
        for (String type : new String[] {
            "hotel.book",
            "hotel.cancel",
            "hostel.book",
            "hostel.cancel",
            "flight.book",
            "flight.cancel",
            "train.book",
            "insurance.buy"
        }) {
            engine.stub(type).returns();
        }
    }

    private static Map<String, Object> input(boolean far, boolean near) {
        return Map.of("far", far, "near", near);
    }

    @Test
    void withoutARun_nothingIsMet(TestEngine engine) {
        Coverage coverage = engine.coverage();

        assertThat(coverage.tasks().all())
                .containsExactlyInAnyOrder(
                        "shop/trip hotel",
                        "shop/trip hostel",
                        "shop/trip way",
                        "shop/trip flight",
                        "shop/trip train",
                        "shop/trip insure");
        assertThat(coverage.branches().all())
                .containsExactlyInAnyOrder(
                        "shop/trip hotel.onError 1",
                        "shop/trip hotel.onError 2",
                        "shop/trip way case 1",
                        "shop/trip way case 2",
                        "shop/trip way no case",
                        "shop/trip insure if true",
                        "shop/trip insure if false");
        assertThat(coverage.undos().all())
                .containsExactlyInAnyOrder("shop/trip hotel:undo", "shop/trip hostel:undo", "shop/trip flight:undo");
        assertThat(coverage.tasks().met()).isEmpty();
        assertThat(coverage.branches().met()).isEmpty();
        assertThat(coverage.undos().met()).isEmpty();
    }

    @Test
    void aRunThatGoesWell_meetsItsWay_andNoUndo(TestEngine engine) {
        engine.start("shop/trip", input(true, false));
        Coverage coverage = engine.coverage();

        assertThat(coverage.tasks().missing()).containsExactly("shop/trip hostel", "shop/trip train");
        assertThat(coverage.branches().met())
                .containsExactlyInAnyOrder("shop/trip way case 1", "shop/trip insure if true");
        assertThat(coverage.undos().share()).isZero();
    }

    @Test
    void noCase_isABranch_andSoIsAConditionThatDoesNotHold(TestEngine engine) {
        engine.start("shop/trip", input(false, false));

        assertThat(engine.coverage().branches().met())
                .containsExactlyInAnyOrder("shop/trip way no case", "shop/trip insure if false");
    }

    @Test
    void handlersAndUndos_areMet_whenTheyAreDone(TestEngine engine) {
        engine.stub("hotel.book").fails(TaskFailure.fatal("FULL")).fails(TaskFailure.fatal("CLOSED"));
        engine.stub("insurance.buy").fails(TaskFailure.fatal("NO"));
        engine.start("shop/trip", input(true, false));
        engine.start("shop/trip", input(true, false));
        Coverage coverage = engine.coverage();

        assertThat(coverage.branches().met()).contains("shop/trip hotel.onError 1", "shop/trip hotel.onError 2");
        assertThat(coverage.undos().met()).containsExactlyInAnyOrder("shop/trip hostel:undo", "shop/trip flight:undo");
    }

    @Test
    void whatSeveralTestsHaveMet_isAddedUp_andWhatIsMissingIsNamed(TestEngine engine) {
        engine.start("shop/trip", input(true, false));
        TestEngine other = TestEngine.create().definition(TRIP);
        other.stub("hotel.book").returns();
        other.stub("train.book").returns();
        other.start("shop/trip", input(false, true));
        Coverage both = Coverage.NONE.plus(engine.coverage()).plus(other.coverage());

        both.assertTasksCovered(5.0 / 6).assertBranchesCovered(4.0 / 7);
        assertThatThrownBy(() -> both.assertBranchesCovered(0.9))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("90 % of the branches are to be met")
                .hasMessageContaining("4 of 7 branches; not met:")
                .hasMessageContaining("\n    shop/trip way no case");
        assertThatThrownBy(() -> both.assertUndosCovered(0.1)).hasMessageContaining("0 of 3 undos");
    }
}
