package com.orchestrator.bench;

import com.orchestrator.launcher.os.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is measured on processes that have just been started; checkouts by turns, so that the hour is the same for each. */
final class FreshBench {

    private FreshBench() {}

    /** A measurement that starts what it measures. */
    interface Fresh {

        /** Before anything is measured: builds what is stale, and what makes starts quick. */
        void prepare(Checkout checkout, int number) throws IOException;

        /** @param number of the checkout */
        Figures once(Checkout checkout, int number) throws IOException;
    }

    /**
     * Medians of each checkout, and how the first stands to the second when there are two.
     *
     * @param runs directory for data and logs; what is made in it is gone afterwards
     */
    static Map<String, Map<String, Double>> run(
            Path runs, Function<Path, Fresh> bench, List<Checkout> checkouts, int times) throws IOException {
        Path directory = Files.createTempDirectory(runs, "fresh-");
        try {
            return Comparison.print(measured(bench.apply(directory), checkouts, times));
        } finally {
            FileTree.delete(directory);
        }
    }

    private static Map<String, Figures> measured(Fresh bench, List<Checkout> checkouts, int times) throws IOException {
        List<List<Figures>> measured = new ArrayList<>();
        for (int number = 0; number < checkouts.size(); number++) {
            measured.add(new ArrayList<>());
            bench.prepare(checkouts.get(number), number);
        }
        for (int i = 0; i < times; i++) {
            for (int number = 0; number < checkouts.size(); number++) {
                measured.get(number).add(bench.once(checkouts.get(number), number));
            }
        }
        Map<String, Figures> medians = new LinkedHashMap<>();
        for (int number = 0; number < checkouts.size(); number++) {
            medians.put(checkouts.get(number).name(), Figures.median(measured.get(number)));
        }
        return medians;
    }
}
