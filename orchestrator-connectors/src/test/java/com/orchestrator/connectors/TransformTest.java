package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.connectors.pack.LoadPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a query changes on their way. */
class TransformTest {

    private static final String[] TYPES = {"id bigint", "name text", "amount decimal(10,2)"};

    @TempDir
    private Path folder;

    private Etl etl;
    private Target target;

    @BeforeEach
    void prepare() throws IOException {
        etl = new Etl(folder);
        target = etl.target("duckdb", "{'path': 'shop.duckdb', 'table': 'sales'}");
        Files.writeString(folder.resolve("in.csv"), "id,name,amount\n1,a,1.10\n2,b,2.20\nx,c,3\n3,a,0.05\n");
    }

    private Source csv() {
        return etl.source("csv", "{'path': 'in.csv'}");
    }

    private List<String> sales() {
        List<String> rows = new ArrayList<>();
        Source table = etl.source("duckdb", "{'path': 'shop.duckdb', 'table': 'sales'}");
        assertThat(table.columns()).isNotEmpty();
        table.read(null, (line, cells) -> rows.add(String.join(" ", cells.texts())));
        return rows;
    }

    @Test
    void aQueryMakesOtherRows_andTheTargetKnowsThoseAlone() {
        LoadPackage pack = etl.skipRejects()
                .transformed(
                        "SELECT name, sum(amount) AS total, max(id) AS last FROM rows GROUP BY name ORDER BY name -- all",
                        csv(),
                        target,
                        TYPES);
        assertThat(pack.manifest().columns()).hasToString("[name text, total decimal(38,2), last bigint]");
        assertThat(pack.manifest().rowsRead()).isEqualTo(4);
        assertThat(pack.manifest().rowsRejected()).isEqualTo(1);
        assertThat(target.load(pack, step -> {}).rows()).isEqualTo(2);
        assertThat(sales()).containsExactly("a 1.15 3", "b 2.20 2");
        assertThat(folder.resolve("packages/run-1/raw")).doesNotExist();
    }

    @Test
    void theCursorIsTheQuerys() throws IOException {
        etl.skipRejects().cursor("number");
        String query = "SELECT id * 10 AS number, upper(name) AS name FROM rows WHERE amount > 1";
        target.load(etl.transformed(query, csv(), target, TYPES), step -> {});
        assertThat(target.state("sales").cursor()).isEqualTo("20");
        Files.writeString(folder.resolve("in.csv"), "id,name,amount\n2,b,2.20\n4,d,4.40\n");
        target.load(etl.transformed(query, csv(), target, TYPES), step -> {});
        assertThat(sales()).containsExactly("10 A", "20 B", "40 D");
    }

    @Test
    void aQueryThatIsNone_orMakesWhatNoColumnCanBe_saysSo_andLeavesNothing() {
        etl.skipRejects();
        for (String query :
                List.of("SELEC", "SELECT nobody FROM rows", "SELECT [id] AS ids FROM rows", "DROP VIEW rows")) {
            assertThatThrownBy(() -> etl.transformed(query, csv(), target, TYPES))
                    .as(query)
                    .isInstanceOf(ConnectorException.class);
        }
        assertThat(target.state("sales")).isEqualTo(Target.State.NONE);
    }

    @Test
    void aQuerySeesTheRows_andNoFileBesides() throws IOException {
        etl.skipRejects();
        Files.writeString(folder.resolve("other.csv"), "secret\n");
        for (String query : List.of(
                "SELECT * FROM read_csv('" + folder.resolve("other.csv") + "')",
                "SELECT * FROM '" + folder.resolve("other.csv") + "'",
                "SELECT content FROM read_text('/etc/hostname')",
                "SELECT * FROM glob('/etc/*')")) {
            assertThatThrownBy(() -> etl.transformed(query, csv(), target, TYPES))
                    .as(query)
                    .isInstanceOf(ConnectorException.class);
        }
    }
}
