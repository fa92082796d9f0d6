package com.orchestrator.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {

    @TempDir
    private Path folder;

    @Test
    void readModels_sayWhatHasHappened() throws Exception {
        List<String> printed = new ArrayList<>();
        new Shop(folder.resolve("shop.db"), printed::add).run();
        assertThat(printed)
                .containsExactly(
                        "users: Ada Lovelace",
                        "orders: 3, 8685 cents",
                        "sent: Identity.Registered, Sales.Placed, Sales.Placed, Identity.Renamed, Sales.Placed",
                        "completed: restock 3");
    }
}
