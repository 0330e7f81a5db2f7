// Runs the requests of scenarios in a page, a worker or a frame, and tells what its script could see.
// self.corsRun(request, url) resolves to { readable, status, type, visible, loaded, error }.
self.corsRun = (() => {
  const blocked = error => ({ readable: false, error: String(error) });

  function bodyOf(body) {
    if (body === undefined || typeof body === 'string') return body;
    if (body.kind === 'blob') return new Blob(['{}'], { type: body.type });
    if (body.kind === 'params') return new URLSearchParams({ a: '1' });
    if (body.kind === 'stream') {
      return new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('x'));
          controller.close();
        },
      });
    }
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(body.size)]), 'file.bin');
    return form;
  }

  async function viaFetch(request, url) {
    const init = { method: request.method, headers: request.headers, body: bodyOf(request.body) };
    for (const name of ['mode', 'credentials', 'referrerPolicy', 'cache', 'redirect']) {
      if (request[name] !== undefined && request[name] !== 'DEFAULT') init[name] = request[name];
    }
    if (request.body?.kind === 'stream') init.duplex = 'half';
    try {
      const response = await fetch(url, init);
      const seen = {
        readable: response.type !== 'opaque' && response.type !== 'opaqueredirect',
        status: response.status,
        type: response.type,
        visible: [...response.headers.keys()],
      };
      if (request.stream) {
        const reader = response.body.getReader();
        await reader.read();
        await reader.cancel();
      } else {
        seen.body = await response.text();
      }
      return seen;
    } catch (error) {
      return blocked(error);
    }
  }

  function viaXhr(request, url) {
    return new Promise(resolve => {
      const xhr = new XMLHttpRequest();
      xhr.open(request.method, url);
      xhr.withCredentials = request.credentials === 'include';
      for (const [name, value] of Object.entries(request.headers ?? {})) xhr.setRequestHeader(name, value);
      if (request.uploadListener) xhr.upload.addEventListener('progress', () => {});
      xhr.onerror = () => resolve(blocked('xhr error event'));
      xhr.onload = () =>
        resolve({
          readable: true,
          status: xhr.status,
          body: xhr.responseText,
          visible: xhr
            .getAllResponseHeaders()
            .split('\r\n')
            .filter(line => line !== '')
            .map(line => line.split(':')[0].toLowerCase()),
        });
      xhr.send(bodyOf(request.body) ?? null);
    });
  }

  function viaEventSource(request, url) {
    return new Promise(resolve => {
      const source = new EventSource(url, { withCredentials: request.credentials === 'include' });
      const end = seen => {
        source.close();
        resolve(seen);
      };
      source.onmessage = () => end({ readable: true });
      source.onerror = () => end(blocked('eventsource error event'));
    });
  }

  async function viaBeacon(request, url) {
    navigator.sendBeacon(url, bodyOf(request.body));
    await new Promise(resolve => setTimeout(resolve, 1000));
    return blocked('a beacon tells nothing');
  }

  function viaImage(request, url) {
    return new Promise(resolve => {
      const image = new Image();
      if (request.crossorigin !== undefined) image.crossOrigin = request.crossorigin;
      image.onerror = () => resolve({ ...blocked('image error event'), loaded: false });
      image.onload = () => {
        const context = document.createElement('canvas').getContext('2d');
        context.drawImage(image, 0, 0);
        try {
          context.getImageData(0, 0, 1, 1);
          resolve({ readable: true, loaded: true });
        } catch (error) {
          resolve({ ...blocked(error), loaded: true });
        }
      };
      image.src = url;
    });
  }

  function viaScript(request, url) {
    return new Promise(resolve => {
      const script = document.createElement('script');
      script.type = request.scriptType;
      script.onload = () => resolve({ readable: true, loaded: true });
      script.onerror = () => resolve({ ...blocked('script error event'), loaded: false });
      script.src = url;
      document.head.append(script);
    });
  }

  async function viaFont(request, url) {
    try {
      await new FontFace('scenario', `url(${url})`).load();
      return { readable: true };
    } catch (error) {
      return blocked(error);
    }
  }

  const INITIATORS = {
    xhr: viaXhr,
    eventsource: viaEventSource,
    beacon: viaBeacon,
    img: viaImage,
    script: viaScript,
    font: viaFont,
  };

  const SOURCE = () => fetch('/runtime.js').then(response => response.text());
  // The source stands inside a script element itself, so the end tag must not be spelt out here.
  const FRAME = source => `<!doctype html><script>${source}<\/script>`;

  async function inContext(request, url) {
    if (request.context === 'worker') {
      const worker = new Worker('/runtime.js');
      return ask(worker, worker, { ...request, context: undefined }, url);
    }
    const frame = document.createElement('iframe');
    if (request.context === 'sandbox') frame.sandbox = 'allow-scripts';
    if (request.context === 'sandbox') frame.src = '/frame';
    if (request.context === 'data')
      frame.src = `data:text/html;charset=utf-8,${encodeURIComponent(FRAME(await SOURCE()))}`;
    if (request.context === 'blob')
      frame.src = URL.createObjectURL(new Blob([FRAME(await SOURCE())], { type: 'text/html' }));
    await new Promise(resolve => {
      frame.onload = resolve;
      document.body.append(frame);
    });
    return ask(window, frame.contentWindow, { ...request, context: undefined }, url);
  }

  function ask(here, there, request, url) {
    const id = Math.random();
    return new Promise(resolve => {
      here.addEventListener('message', event => {
        if (event.data.answer === id) resolve(event.data.seen);
      });
      const message = { question: id, request, url };
      if (here === there) there.postMessage(message);
      else there.postMessage(message, '*');
    });
  }

  self.addEventListener('message', async event => {
    const { question, request, url } = event.data;
    if (question === undefined) return;
    const answer = { answer: question, seen: await self.corsRun(request, url) };
    if (event.source) event.source.postMessage(answer, '*');
    else self.postMessage(answer);
  });

  // Cases of the fuzz: each a list of requests to one URL, one after the other; several cases at a time.
  self.corsRunCases = async (cases, atATime) => {
    const seen = new Map();
    const waiting = [...cases];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { id, url, requests } = next;
        seen.set(id, []);
        for (const request of requests) seen.get(id).push(await self.corsRun(request, url));
      }
    };
    await Promise.all(Array.from({ length: atATime }, work));
    return cases.map(({ id }) => seen.get(id));
  };

  return (request, url) => {
    if (request.context !== undefined) return inContext(request, url);
    return (INITIATORS[request.via] ?? viaFetch)(request, url);
  };
})();
