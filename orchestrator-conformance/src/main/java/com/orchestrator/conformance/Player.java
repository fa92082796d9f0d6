package com.orchestrator.conformance;

import com.orchestrator.conformance.Verdict.Outcome;
import com.orchestrator.conformance.rig.Servers;
import com.orchestrator.conformance.scenario.Scenario;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Conditions;
import com.orchestrator.conformance.stage.Judge;
import com.orchestrator.conformance.stage.MissingFeature;
import com.orchestrator.conformance.stage.Stage;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Plays a scenario once and says how it came out. */
final class Player {

    private final Servers servers;
    private final String mark;

    /** @param mark that no other suite has used on these servers */
    Player(Servers servers, String mark) {
        this.servers = servers;
        this.mark = mark;
    }

    Verdict play(Scenario scenario) {
        return play(scenario, Conditions.UNDISTURBED, mark);
    }

    /** @param playMark tells this play from all others on these servers; its runs begin with {@link #runsOf} */
    Verdict play(Scenario scenario, Conditions conditions, String playMark) {
        Optional<String> obstacle = obstacle(scenario);
        if (obstacle.isPresent()) {
            return new Verdict(scenario.name(), Outcome.SKIPPED, 0, obstacle.get());
        }
        long begin = System.nanoTime();
        Outcome outcome = Outcome.PASSED;
        String why = "";
        try (Stage stage = new Stage(servers, conditions, runsOf(scenario, playMark))) {
            scenario.play(stage);
            stage.runs().forEach(Judge::judge);
        } catch (MissingFeature e) {
            outcome = Outcome.MISSING;
            why = String.valueOf(e.getMessage());
        } catch (BrokenPromise e) {
            outcome = Outcome.FAILED;
            why = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = Outcome.FAILED;
            why = "The suite was stopped.";
        } catch (RuntimeException e) {
            outcome = Outcome.FAILED;
            why = "It could not be played: " + e;
        }
        return new Verdict(scenario.name(), outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), why);
    }

    /** What the ids of a play's runs begin with, before another hyphen. */
    static String runsOf(Scenario scenario, String playMark) {
        return scenario.name() + "-" + playMark;
    }

    private Optional<String> obstacle(Scenario scenario) {
        if (scenario.needs().contains(Scenario.Need.OWN_SERVERS) && !servers.areOurs()) {
            return Optional.of(
                    "It kills a server or damages its database, and these are not ours: run it without --url.");
        }
        if (scenario.needs().contains(Scenario.Need.TWO_SERVERS)
                && servers.urls().size() < 2) {
            return Optional.of("It needs two servers: give --url twice, or --servers 2.");
        }
        return Optional.empty();
    }
}
