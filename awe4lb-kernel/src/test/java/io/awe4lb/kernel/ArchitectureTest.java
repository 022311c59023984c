package io.awe4lb.kernel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.awe4lb.kernel.runtime.Balancer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The kernel's floors: every package knows those below it, and neither its neighbours nor those above. */
class ArchitectureTest {

    private static final String KERNEL = "io.awe4lb.kernel.";

    /** From top to bottom. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("metrics"),
            List.of("runtime"),
            List.of("tcp", "udp"),
            List.of("listener"),
            List.of("pool", "plugin", "issue"),
            List.of("tls"),
            List.of("store", "accesslog", "admission"),
            List.of("config", "net", "wire", "stats"));

    private static final String[] JDK = {"java..", "javax..", "jdk..", "sun.nio.ch", "org.jspecify.annotations"};
    private static final String[] YAML = {"com.fasterxml.jackson..", "org.yaml.snakeyaml.."};

    /** With these, files are synced and locked; no socket is among them. */
    private static final Set<String> FILE_CHANNELS = Set.of("FileChannel", "FileLock");

    /** What was compiled into the kernel, without its tests. */
    private static final JavaClasses CLASSES =
            new ClassFileImporter().importUrl(Balancer.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageHasItsFloor() {
        String[] packages = FLOORS.stream().flatMap(List::stream).map(name -> KERNEL + name).toArray(String[]::new);
        classes().that(describe("are not the module's descriptor", type -> !type.getPackageName().isEmpty()))
                .should().resideInAnyPackage(packages).check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> dependenciesPointDownOnly() {
        return FLOORS.stream().flatMap(List::stream).map(name -> DynamicTest.dynamicTest(name, () -> {
            String[] forbidden = FLOORS.subList(0, floorOf(name) + 1).stream().flatMap(List::stream)
                    .filter(other -> !other.equals(name)).map(other -> KERNEL + other).toArray(String[]::new);
            noClasses().that().resideInAPackage(KERNEL + name).should().dependOnClassesThat().resideInAnyPackage(forbidden)
                    .allowEmptyShould(true).check(CLASSES);
        }));
    }

    @Test
    void noPackagesDependOnEachOther() {
        slices().matching(KERNEL + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void netKnowsTheJdkAlone() {
        only("net", JDK);
    }

    @Test
    void statsAndWireKnowTheSpiAndTheJdk() {
        only("stats", JDK, "io.awe4lb.spi");
        only("wire", JDK, "io.awe4lb.spi");
    }

    @Test
    void configKnowsTheSpiTheJdkAndALibraryThatReadsYaml() {
        only("config", JDK, Stream.concat(Stream.of(YAML), Stream.of("io.awe4lb.spi")).toArray(String[]::new));
    }

    @Test
    void storeKnowsNothingOfTheConfigurationButItsText() {
        noClasses().that().resideInAPackage(KERNEL + "store").should().dependOnClassesThat()
                .resideInAnyPackage(KERNEL + "config", KERNEL + "net")
                .check(CLASSES);
    }

    @Test
    void pluginTakesNothingOfConfigButProviders() {
        var othersOfConfig = describe("are of config and not Providers",
                (JavaClass type) -> type.getPackageName().equals(KERNEL + "config") && !type.getSimpleName().equals("Providers"));
        noClasses().that().resideInAPackage(KERNEL + "plugin").should().dependOnClassesThat(othersOfConfig).check(CLASSES);
    }

    @Test
    void channelsAreTheBusinessOfNetAndFilesThatOfStoreAndTheAccessLog() {
        var other = describe("are channels, and not of a file",
                (JavaClass type) -> resideInAnyPackage("java.nio.channels..", "sun.nio.ch").test(type)
                        && !FILE_CHANNELS.contains(type.getSimpleName()));
        noClasses().that().resideOutsideOfPackages(KERNEL + "net", KERNEL + "store", KERNEL + "accesslog").should().dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "sun.nio.ch").check(CLASSES);
        noClasses().that().resideInAnyPackage(KERNEL + "store", KERNEL + "accesslog").should().dependOnClassesThat(other).check(CLASSES);
    }

    @Test
    void pf4jIsTheBusinessOfPluginAlone() {
        onlyIn("plugin", "org.pf4j..");
    }

    @Test
    void jacksonIsTheBusinessOfConfigAndStoreAndYamlThatOfConfig() {
        noClasses().that().resideOutsideOfPackages(KERNEL + "config", KERNEL + "store").should().dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..").check(CLASSES);
        onlyIn("config", "org.yaml.snakeyaml..");
    }

    private static void only(String name, String[] known, String... more) {
        String[] all = Stream.of(Stream.of(known), Stream.of(more), Stream.of(KERNEL + name)).flatMap(part -> part).toArray(String[]::new);
        classes().that().resideInAPackage(KERNEL + name).should().onlyDependOnClassesThat(resideInAnyPackage(all))
                .allowEmptyShould(true).check(CLASSES);
    }

    private static void onlyIn(String name, String... library) {
        noClasses().that().resideOutsideOfPackage(KERNEL + name).should().dependOnClassesThat().resideInAnyPackage(library).check(CLASSES);
    }

    private static int floorOf(String name) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(name)) {
                return floor;
            }
        }
        throw new AssertionError(name + " has no floor");
    }
}
