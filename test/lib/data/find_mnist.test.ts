import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, onTestFinished, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import { binarise } from "../../../lib/data/binarise.ts";
import { DataUnavailableError, findMnist, findPinned } from "../../../lib/data/mnist/find_mnist.ts";
import type { PinnedSet } from "../../../lib/data/mnist/mnist_files.ts";
import { selectClasses } from "../../../lib/data/select_classes.ts";
import { folderWith } from "../support/files.ts";
import { gz, idx, SMALL, TRAIN_PIXELS } from "./idx_bytes.ts";

const NAMES = Object.keys(SMALL) as (keyof typeof SMALL)[];
const [trainImages, trainLabels, testImages, testLabels] = NAMES.map((name) => ({
  name,
  sha256: createHash("sha256").update(SMALL[name]).digest("hex"),
  bytes: SMALL[name].length,
}));
const PINNED: PinnedSet = {
  name: "Small",
  train: { images: trainImages!, labels: trainLabels! },
  test: { images: testImages!, labels: testLabels! },
  mirrors: [],
};
const OTHER_IMAGES = idx([3, 2, 2], [...TRAIN_PIXELS].reverse());

type Answer = (file: keyof typeof SMALL, response: ServerResponse, request: IncomingMessage) => void;
const right: Answer = (file, response) => response.end(gz(SMALL[file]));

/** A mirror on this computer, gone after the test, with the names of the files that it was asked for. */
async function mirror(answer: Answer): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const file = request.url!.split("/").at(-1)!;
    asked.push(file);
    answer(file.replace(/\.gz$/, "") as keyof typeof SMALL, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/small/`, asked };
}

/** The path of a cache that does not exist yet. */
const emptyCache = () => join(folderWith({}), "deep", "cache");
const PACKED_NAMES = NAMES.map((name) => `${name}.gz`);

describe("findPinned()", () => {
  test("findPinned() takes a named folder before all else, and says so", async () => {
    const folder = folderWith(SMALL);
    const found = await findPinned(PINNED, { folder, cache: emptyCache(), download: false });
    expect(found.source).toEqual({ kind: "folder", place: folder, sentence: `Small from the folder "${folder}"` });
    expect([found.name, found.train.count, found.test?.count]).toEqual(["Small", 3, 2]);
  });

  test.each<[string, Record<string, Uint8Array>, RegExp]>([
    [
      "other images under the same name",
      { ...SMALL, "train-images-idx3-ubyte": OTHER_IMAGES },
      /Cannot use the images ".*": its 28 bytes unpacked have the SHA-256 [0-9a-f]{64} and those of "train-images-idx3-ubyte" [0-9a-f]{64}; get it again, or load data of your own by loadImages/,
    ],
    [
      "a file cut off",
      { ...SMALL, "t10k-images-idx3-ubyte": SMALL["t10k-images-idx3-ubyte"].subarray(0, 20) },
      /its 20 bytes unpacked/,
    ],
    [
      "a folder without test labels",
      Object.fromEntries(Object.entries(SMALL).slice(0, 3)),
      /Cannot use the Small in the folder ".*": it holds no "t10k-labels-idx1-ubyte"/,
    ],
    [
      "a folder without test images",
      Object.fromEntries(Object.entries(SMALL).slice(0, 2)),
      /it holds no "t10k-images-idx3-ubyte"/,
    ],
    ["an empty folder", {}, /it holds no images to train on/],
  ])("findPinned() refuses %s rather than fall back", async (_, files, message) => {
    const call = findPinned(PINNED, { folder: folderWith(files), cache: emptyCache() });
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toThrow(InputError);
  });

  test("findPinned() downloads into the cache, and takes it from there ever after", async () => {
    const cache = emptyCache(), { url, asked } = await mirror(right);
    const steps: string[] = [];
    const found = await findPinned(PINNED, {
      cache,
      mirrors: [url],
      onProgress: ({ file, bytes, total }) => steps.push(`${file} ${bytes} ${total === null || bytes <= total}`),
    });
    expect(found.source).toEqual({
      kind: "download",
      place: url,
      sentence: `Small downloaded from ${url}, kept in "${cache}"`,
    });
    expect(asked).toEqual(PACKED_NAMES);
    expect(readdirSync(cache).sort()).toEqual([...PACKED_NAMES].sort());
    expect(steps).toContain(`${PACKED_NAMES[0]} ${gz(SMALL[NAMES[0]!]).length} true`);
    const again = await findPinned(PINNED, { cache, mirrors: [url] });
    expect(again.source).toEqual({ kind: "cache", place: cache, sentence: `Small from the cache "${cache}"` });
    expect(asked.length, "nothing is asked for twice").toBe(4);
    expect(new Set([found.digest, again.digest, (await findPinned(PINNED, { folder: folderWith(SMALL) })).digest]).size)
      .toBe(1);
  });

  test("findPinned() fetches again what is damaged or missing in the cache, and only that", async () => {
    const cache = emptyCache(), { url, asked } = await mirror(right);
    await findPinned(PINNED, { cache, mirrors: [url] });
    writeFileSync(join(cache, PACKED_NAMES[0]!), gz(OTHER_IMAGES));
    writeFileSync(join(cache, PACKED_NAMES[1]!), "damaged");
    rmSync(join(cache, PACKED_NAMES[2]!));
    const found = await findPinned(PINNED, { cache, mirrors: [url] });
    expect(found.source.kind).toBe("download");
    expect(asked.slice(4)).toEqual(PACKED_NAMES.slice(0, 3));
    expect((await findPinned(PINNED, { cache, download: false })).digest).toBe(found.digest);
  });

  test("findPinned() takes what a server unpacks on the way", async () => {
    const cache = emptyCache();
    const { url } = await mirror((file, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(gz(SMALL[file]));
    });
    expect((await findPinned(PINNED, { cache, mirrors: [url] })).source.kind).toBe("download");
    expect((await findPinned(PINNED, { cache, download: false })).source.kind).toBe("cache");
  });

  const faults: [string, Answer, RegExp][] = [
    [
      "sends other images",
      (file, response) => response.end(gz(file === NAMES[0] ? OTHER_IMAGES : SMALL[file])),
      /cannot use http.*SHA-256/,
    ],
    ["sends a page of HTML", (_, response) => response.end("<html></html>"), /cannot use http.*its 13 bytes unpacked/],
    [
      "sends a damaged archive",
      (file, response) => response.end(gz(SMALL[file]).subarray(0, -6)),
      /cannot unpack http.*damaged or cut off/,
    ],
    [
      "sends an archive that fills the memory",
      (_, response) => response.end(gz(new Uint8Array(1e6))),
      /it unpacks to more than 28 bytes/,
    ],
    ["sends without end", (_, response) => response.end(new Uint8Array(100_000)), /it sends more than 65564 bytes/],
    ["has no such file", (_, response) => response.writeHead(404).end("no"), /the server answers 404/],
    ["breaks off", (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("abc", () => response.destroy());
    }, /cannot download http/],
    ["falls silent", (_, response) => {
      response.writeHead(200);
      response.write("abc");
    }, /no byte came for 0.2 s/],
  ];

  test.each(faults)("findPinned() goes on to the next mirror when one %s", async (_, answer) => {
    const bad = await mirror(answer), good = await mirror(right), cache = emptyCache();
    const found = await findPinned(PINNED, { cache, mirrors: [bad.url, good.url], idleSeconds: 0.2 });
    expect(found.source.kind).toBe("download");
    expect(found.digest).toBe((await findPinned(PINNED, { folder: folderWith(SMALL) })).digest);
  });

  test.each(faults)("findPinned() says why and draws its own digits when the mirror %s", async (_, answer, message) => {
    const { url } = await mirror(answer), cache = emptyCache(), wanted = { cache, mirrors: [url], idleSeconds: 0.2 };
    const found = await findPinned(PINNED, wanted);
    expect([found.name, found.source.kind, found.source.place]).toEqual(["built-in digits", "built-in", null]);
    expect(found.source.sentence).toMatch(/^the small built-in digits, drawn by this project and not Small, because /);
    expect(found.source.sentence).toMatch(message);
    expect(found.source.sentence).toMatch(/; to use Small, name a folder that holds it in THERMOLAB_MNIST$/);
    expect(existsSync(join(cache, PACKED_NAMES[0]!)), "nothing wrong is kept").toBe(false);
    const strict = findPinned(PINNED, { ...wanted, fallback: false });
    await expect(strict).rejects.toThrow(DataUnavailableError);
    await expect(strict).rejects.toThrow(/^Cannot find Small: cannot .*; name a folder/);
  });

  test("findPinned() draws its own digits without a network, and where no download is wanted", async () => {
    // Nothing listens where a server was a moment ago.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const cache = emptyCache();
    const unreachable = await findPinned(PINNED, { cache, mirrors: [`http://127.0.0.1:${port}`] });
    expect(unreachable.source.sentence).toMatch(
      /because cannot download http:\/\/127.0.0.1:\d+\/train-images-idx3-ubyte.gz: /,
    );
    const unwanted = await findPinned(PINNED, { cache, download: false });
    expect(unwanted.source.sentence).toMatch(/because it is not in the cache ".*" and no download is wanted/);
    expect(existsSync(cache)).toBe(false);
  });

  test("findPinned() works on where the cache cannot be written, and says so", async () => {
    const { url } = await mirror(right);
    const cache = join(folderWith({ file: "" }), "file");
    const { source, train } = await findPinned(PINNED, { cache, mirrors: [url] });
    expect(source.sentence).toMatch(/; it could not be kept \(.+\)$/);
    expect(train.count).toBe(3);
  });

  test("findPinned() rejects with the reason of an abort, before and during a download", async () => {
    const cache = emptyCache(), stop = new AbortController(), reason = new Error("enough");
    const { url } = await mirror((_, response) => {
      response.writeHead(200);
      response.write("abc");
      stop.abort(reason);
    });
    await expect(findPinned(PINNED, { cache, mirrors: [url], signal: stop.signal })).rejects.toBe(reason);
    await expect(findPinned(PINNED, { cache, mirrors: [url], signal: stop.signal })).rejects.toBe(reason);
  });
});

describe("findMnist()", () => {
  test("findMnist() takes the folder in THERMOLAB_MNIST, and refuses one that is not MNIST", async () => {
    const kept = process.env["THERMOLAB_MNIST"];
    process.env["THERMOLAB_MNIST"] = folderWith(SMALL);
    try {
      await expect(findMnist()).rejects.toThrow(/those of "train-images-idx3-ubyte" ba891046e6505d7a/);
    } finally {
      if (kept === undefined) delete process.env["THERMOLAB_MNIST"];
      else process.env["THERMOLAB_MNIST"] = kept;
    }
  });

  test("findMnist() reads MNIST", async () => {
    if (!process.env["THERMOLAB_MNIST"]) {
      console.log("NOT RUN: MNIST itself is not read: THERMOLAB_MNIST names no folder that holds it");
      return;
    }
    const mnist = await findMnist();
    expect([mnist.source.kind, mnist.train.count, mnist.test?.count, mnist.train.width]).toEqual([
      "folder",
      60000,
      10000,
      28,
    ]);
    const { train } = selectClasses(mnist, [0, 1, 2, 3]);
    // Schillinger's replication trains on 24 754 images of the digits 0 to 3.
    expect(train.count).toBe(24754);
    expect(binarise(train).spins.length).toBe(24754 * 784);
    expect([...mnist.train.labels!.subarray(0, 4)], "the first digits, as often shown").toEqual([5, 0, 4, 1]);
  });
});
