var e=Array.isArray,t=Array.prototype.indexOf,n=Array.prototype.includes,r=Array.from,i=Object.defineProperty,a=Object.getOwnPropertyDescriptor,o=Object.getOwnPropertyDescriptors,s=Object.prototype,c=Array.prototype,l=Object.getPrototypeOf,u=Object.isExtensible,d=()=>{};function f(e){for(var t=0;t<e.length;t++)e[t]()}function p(){var e,t;return{promise:new Promise((n,r)=>{e=n,t=r}),resolve:e,reject:t}}function m(e,t){if(Array.isArray(e))return e;if(t===void 0||!(Symbol.iterator in e))return Array.from(e);let n=[];for(let r of e)if(n.push(r),n.length===t)break;return n}var h=1024,g=2048,_=4096,v=8192,y=16384,b=32768,x=1<<25,S=65536,C=1<<18,w=1<<19,T=1<<20,ee=1<<25,te=1<<21,ne=1<<22,re=1<<23,ie=Symbol(`$state`),ae=Symbol(`component`),oe=Symbol(`legacy props`),se=Symbol(``),ce=Symbol(`attributes`),le=Symbol(`class`),ue=Symbol(`style`),de=Symbol(`text`),fe=Symbol(`form reset`),pe=new class extends Error{name=`StaleReactionError`;message="The reaction that called `getAbortSignal()` was re-run or destroyed"},me=!!globalThis.document?.contentType&&globalThis.document.contentType.includes(`xml`),he={},ge=Symbol(`uninitialized`),_e=`http://www.w3.org/1999/xhtml`;function ve(){console.warn(`https://svelte.dev/e/derived_inert`)}function ye(e){console.warn(`https://svelte.dev/e/hydration_mismatch`)}function be(){console.warn(`https://svelte.dev/e/select_multiple_invalid_value`)}function xe(){console.warn(`https://svelte.dev/e/svelte_boundary_reset_noop`)}var E=!1;function Se(e){E=e}var D;function Ce(e){if(e===null)throw ye(),he;return D=e}function we(){return Ce(on(D))}function O(e){if(E){if(on(D)!==null)throw ye(),he;D=e}}function Te(e=1){if(E){for(var t=e,n=D;t--;)n=on(n);D=n}}function Ee(e=!0){for(var t=0,n=D;;){if(n.nodeType===8){var r=n.data;if(r===`]`){if(t===0)return n;--t}else(r===`[`||r===`[!`||r[0]===`[`&&!isNaN(Number(r.slice(1))))&&(t+=1)}var i=on(n);e&&n.remove(),n=i}}function De(e){if(!e||e.nodeType!==8)throw ye(),he;return e.data}function Oe(e){return e===this.v}function ke(e,t){return e==e?e!==t||typeof e==`object`&&!!e||typeof e==`function`:t==t}function Ae(e){return!ke(e,this.v)}function je(){throw Error(`https://svelte.dev/e/async_derived_orphan`)}function Me(e,t,n){throw Error(`https://svelte.dev/e/each_key_duplicate`)}function Ne(e){throw Error(`https://svelte.dev/e/effect_in_teardown`)}function Pe(){throw Error(`https://svelte.dev/e/effect_in_unowned_derived`)}function Fe(e){throw Error(`https://svelte.dev/e/effect_orphan`)}function Ie(){throw Error(`https://svelte.dev/e/effect_update_depth_exceeded`)}function Le(e){throw Error(`https://svelte.dev/e/props_invalid_value`)}function Re(){throw Error(`https://svelte.dev/e/state_descriptors_fixed`)}function ze(){throw Error(`https://svelte.dev/e/state_prototype_fixed`)}function Be(){throw Error(`https://svelte.dev/e/state_unsafe_mutation`)}function Ve(){throw Error(`https://svelte.dev/e/svelte_boundary_reset_onerror`)}var He=null;function Ue(e){He=e}function k(e,t=!1,n){He={p:He,i:!1,c:null,e:null,s:e,x:null,r:B,l:null}}function We(e){var t=He,n=t.e;if(n!==null){t.e=null;for(var r of n)yn(r)}return e!==void 0&&(t.x=e),t.i=!0,He=t.p,Ge(e)}function Ge(e={}){return i(e,ae,{value:!0}),e}function Ke(){return!0}var qe=[];function Je(){var e=qe;qe=[],f(e)}function Ye(e){if(qe.length===0&&!Ct){var t=qe;queueMicrotask(()=>{t===qe&&Je()})}qe.push(e)}function Xe(){for(;qe.length>0;)Je()}var Ze=~(g|_|h);function Qe(e,t){e.f=e.f&Ze|t}function $e(e){e.f&512||e.deps===null?Qe(e,h):Qe(e,_)}function et(e,t){e.f&2048?t.set(e,g):e.f&4096&&t.get(e)!==2048&&t.set(e,_),Qe(e,h)}function tt(e){E&&an(e)!==null&&sn(e)}var nt=!1;function rt(){nt||(nt=!0,document.addEventListener(`reset`,e=>{Promise.resolve().then(()=>{if(!e.defaultPrevented)for(let t of e.target.elements)t[fe]?.()})},{capture:!0}))}function it(e){var t=z,n=B;Hn(null),Un(null);try{return e()}finally{Hn(t),Un(n)}}function at(e,t,n,r=n){e.addEventListener(t,()=>it(n));let i=e[fe];e[fe]=i?()=>{i(),r(!0)}:()=>r(!0),rt()}function ot(e,t,n,r){let i=Ke()?ut:pt;var a=e.filter(e=>!e.settled),o=t.map(i);if(n.length===0&&a.length===0){r(o);return}var s=B,c=st(),l=a.length===1?a[0].promise:a.length>1?Promise.all(a.map(e=>e.promise)):null;function u(e){if(!(s.f&16384)){c();try{r([...o,...e])}catch(e){fn(e,s)}ct()}}var d=lt();if(n.length===0){l.then(()=>u([])).finally(d);return}function f(){Promise.all(n.map(e=>ft(e))).then(u).catch(e=>fn(e,s)).finally(d)}l?l.then(()=>{s.f&16384?d():(c(),f(),ct())}):f()}function st(){var e=B,t=z,n=He,r=j;return function(i=!0){Un(e),Hn(t),Ue(n),i&&!(e.f&16384)&&(r?.activate(),r?.apply())}}function ct(e=!0){Un(null),Hn(null),Ue(null),e&&j?.deactivate()}function lt(){var e=B,t=e.b,n=j,r=!!t?.is_rendered();return t?.update_pending_count(1,n),n.increment(r,e),()=>{t?.update_pending_count(-1,n),n.decrement(r,e)}}function ut(e){var t=2|g;return B!==null&&(B.f|=w),{ctx:He,deps:null,effects:null,equals:Oe,f:t,fn:e,reactions:null,rv:0,v:ge,wv:0,parent:B,ac:null}}var dt=Symbol(`obsolete`);function ft(e,t,n){let r=B;r===null&&je();var i=void 0,a=Bt(ge),o=!z,s=new Set;return Sn(()=>{var t=B,n=p();i=n.promise;try{Promise.resolve(e()).then(n.resolve,e=>{e!==pe&&n.reject(e)}).finally(ct)}catch(e){n.reject(e),ct()}var c=j;if(o){if(t.f&32768)var l=lt();if(r.b?.is_rendered())c.async_deriveds.get(t)?.reject(dt);else for(let e of s.values())e.reject(dt);s.add(n),c.async_deriveds.set(t,n)}let u=(e,t=void 0)=>{l?.(),s.delete(n),t!==dt&&(c.activate(),t?(a.f|=re,Wt(a,t)):(a.f&8388608&&(a.f^=re),Wt(a,e)),c.deactivate())};n.promise.then(u,e=>u(null,e||`unknown`))}),_n(()=>{for(let e of s)e.reject(dt)}),new Promise(e=>{function t(n){function r(){n===i?e(a):t(i)}n.then(r,r)}t(i)})}function A(e){let t=ut(e);return Gn(t),t}function pt(e){let t=ut(e);return t.equals=Ae,t}function mt(e){var t=e.effects;if(t!==null){e.effects=null;for(var n=0;n<t.length;n+=1)An(t[n])}}function ht(e){var t,n=B,r=e.parent;if(!zn&&r!==null&&e.v!==ge&&r.f&24576)return ve(),e.v;Un(r);try{mt(e),t=rr(e)}finally{Un(n)}return t}function gt(e){var t=ht(e);!e.equals(t)&&(e.wv=er(),(!j?.is_fork||e.deps===null)&&(j===null?e.v=t:(j.capture(e,t,!0),bt?.capture(e,t,!0)),e.deps===null))?Qe(e,h):zn||(xt===null?$e(e):(gn()||j?.is_fork)&&xt.set(e,t))}function _t(e){if(e.effects!==null)for(let t of e.effects)(t.teardown||t.ac)&&(t.teardown?.(),t.ac!==null&&it(()=>{t.ac.abort(pe),t.ac=null}),t.fn!==null&&(t.teardown=d),or(t,0),On(t))}function vt(e){if(e.effects!==null)for(let t of e.effects)t.teardown&&t.fn!==null&&sr(t)}var yt=null,j=null,bt=null,xt=null,St=null,Ct=!1,wt=!1,Tt=null,Et=null,Dt=0,Ot=1,kt=class e{id=Ot++;started=!1;linked=!0;prev=null;next=null;async_deriveds=new Map;current=new Map;previous=new Map;#e=new Set;#t=new Set;#n=0;#r=new Map;#i=null;#a=[];#o=[];#s=new Map;#c=new Map;#l=new Set;is_fork=!1;#u=!1;constructor(){yt===null?yt=this:(yt.next=this,this.prev=yt),yt=this}#d(){if(this.is_fork)return!0;for(let e of this.#r.keys())if(!this.#f(e))return!0;return!1}#f(e){for(var t=e;t!==null;t=t.parent)if(this.#c.has(t))return!0;return!1}skip_effect(e){this.#c.has(e)||this.#c.set(e,{d:[],m:[]}),this.#l.delete(e)}unskip_effect(e,t=e=>this.schedule(e)){var n=this.#c.get(e);if(n){this.#c.delete(e);for(var r of n.d)Qe(r,g),t(r);for(r of n.m)Qe(r,_),t(r)}this.#l.add(e)}#p(){var e=[];for(let i of this.#a)if(!(i.f&16384||!(i.f&6144))){for(var t=i,n=!1;t.parent!==null;){t=t.parent;var r=t.f;if(r&96){if(!(r&1024)){n=!0;break}t.f^=h}}n||e.push(t)}return this.#a=[],e}#m(){this.started=!0;for(let[e,t]of this.#s)Qe(e,t),this.schedule(e);this.apply();for(var t=Tt=[],n=[],r=Et=[];this.#a.length>0;){Dt++>1e3&&(this.#b(),jt());for(let e of this.#p())try{this.#h(e,t,n)}catch(t){throw It(e),this.#d()||this.discard(),t}}if(j=null,r.length>0){var i=e.ensure();for(let e of r)i.schedule(e)}if(Tt=null,Et=null,this.#d()){this.#y(n),this.#y(t);for(let[e,t]of this.#c)Ft(e,t);r.length>0&&j.#m();return}let a=this.#g();if(a)this.#y(n),this.#y(t),a.#v(this);else{this.#s.clear();for(let e of this.#e)e(this);this.#e.clear(),bt=this,Nt(n),Nt(t),bt=null,this.#i?.resolve();var o=j;this.#n===0&&(this.#a.length===0||o!==null)&&this.#b(),o!==null&&(Rt.clear(),o.#m())}}#h(e,t,n){e.f^=h;for(var r=e.first;r!==null;){var i=r.f,a=!!(i&96);if(!(a&&i&1024||i&8192||this.#c.has(r))&&r.fn!==null){a?r.f^=h:i&4?t.push(r):tr(r)&&(i&16&&this.add_dirty_reaction(r,_),sr(r));var o=r.first;if(o!==null){r=o;continue}}for(;r!==null;){var s=r.next;if(s!==null){r=s;break}r=r.parent}}}#g(){for(var e=this.prev;e!==null;e=e.prev)if(!e.is_fork&&this.#_(e))return e;return null}#_(e){for(let[t,[,n]]of this.current)if(!n&&e.current.has(t))return!0;return!1}#v(e){for(let[t,n]of e.current)!this.previous.has(t)&&e.previous.has(t)&&this.previous.set(t,e.previous.get(t)),this.current.set(t,n);for(let[t,n]of e.async_deriveds){let e=this.async_deriveds.get(t);e&&n.promise.then(e.resolve).catch(e.reject)}e.async_deriveds.clear(),this.transfer_reactions(e.#s);let t=e=>{var n=e.reactions;if(n!==null&&!(e.f&2&&!(e.f&6144)))for(let e of n){var r=e.f;if(r&2)t(e);else{var i=e;r&4194320&&!this.async_deriveds.has(i)&&(this.#s.delete(i),Qe(i,g),this.schedule(i))}}};for(let e of this.current.keys())t(e);this.oncommit(()=>e.discard()),e.#b(),j=this,this.#m()}#y(e){for(var t=0;t<e.length;t+=1)et(e[t],this.#s)}capture(e,t,n=!1){e.v!==ge&&!this.previous.has(e)&&this.previous.set(e,e.v),e.f&8388608||(this.current.set(e,[t,n]),xt?.set(e,t)),this.is_fork||(e.v=t)}activate(){j=this}deactivate(){j=null,xt=null}flush(){try{wt=!0,j=this,this.#m()}finally{Dt=0,St=null,Tt=null,Et=null,wt=!1,j=null,xt=null,Rt.clear()}}discard(){for(let e of this.#t)e(this);this.#t.clear();for(let e of this.async_deriveds.values())e.reject(dt);this.#b(),this.#i?.resolve()}register_created_effect(e){this.#o.push(e)}increment(e,t){if(this.#n+=1,e){let e=this.#r.get(t)??0;this.#r.set(t,e+1)}}decrement(e,t){if(--this.#n,e){let e=this.#r.get(t)??0;e===1?this.#r.delete(t):this.#r.set(t,e-1)}this.#u||(this.#u=!0,Ye(()=>{this.#u=!1,this.linked&&this.flush()}))}transfer_reactions(e){for(let[t,n]of e)this.add_dirty_reaction(t,n);e.clear()}add_dirty_reaction(e,t){(t===2048||this.#s.get(e)!==2048)&&this.#s.set(e,t)}oncommit(e){this.#e.add(e)}ondiscard(e){this.#t.add(e)}settled(){return(this.#i??=p()).promise}static ensure(){if(j===null){let t=j=new e;!wt&&!Ct&&Ye(()=>{t.started||t.flush()})}return j}apply(){xt=null}schedule(e){St=e,e.b?.is_pending&&e.f&16777228&&!(e.f&32768)?e.b.defer_effect(e):this.#a.push(e)}#b(){if(this.linked){var e=this.prev,t=this.next;e===null||(e.next=t),t===null?yt=e:t.prev=e,this.linked=!1}}};function At(e){var t=Ct,n=bt;bt=null,Ct=!0;try{var r;for(e&&(At(),r=e());;){if(Xe(),j===null)return r;j.flush()}}finally{Ct=t,bt=n}}function jt(){try{Ie()}catch(e){fn(e,St)}}var Mt=null;function Nt(e){var t=e.length;if(t!==0){for(var n=0;n<t;){var r=e[n++];if(!(r.f&24576)&&tr(r)&&(Mt=new Set,sr(r),r.deps===null&&r.first===null&&r.nodes===null&&r.teardown===null&&r.ac===null&&Mn(r),Mt?.size>0)){Rt.clear();for(let e of Mt){if(e.f&24576)continue;let t=[e],n=e.parent;for(;n!==null;)Mt.has(n)&&(Mt.delete(n),t.push(n)),n=n.parent;for(let e=t.length-1;e>=0;e--){let n=t[e];n.f&24576||sr(n)}}Mt.clear()}}Mt=null}}function Pt(e){j.schedule(e)}function Ft(e,t){if(!(e.f&32&&e.f&1024)){e.f&2048?t.d.push(e):e.f&4096&&t.m.push(e),Qe(e,h);for(var n=e.first;n!==null;)Ft(n,t),n=n.next}}function It(e){Qe(e,h);for(var t=e.first;t!==null;)It(t),t=t.next}var Lt=new Set,Rt=new Map,zt=!1;function Bt(e,t){return{f:0,v:e,reactions:null,equals:Oe,rv:0,wv:0}}function M(e,t){let n=Bt(e,t);return Gn(n),n}function Vt(e,t=!1,n=!0){let r=Bt(e);return t||(r.equals=Ae),r}function N(e,t,n=!1){return z!==null&&(!Vn||z.f&131072)&&Ke()&&z.f&4325394&&(Wn===null||!Wn.has(e))&&Be(),Wt(e,n?Jt(t):t,Et)}var Ht=null,Ut=0;function Wt(e,t,n=null){if(!e.equals(t)){zn?Rt.set(e,t):Rt.has(e)||Rt.set(e,e.v);var r=kt.ensure();if(r.capture(e,t),e.f&2){let t=e;e.f&2048&&ht(t),xt===null&&$e(t)}e.wv=er(),Ht=null,Ut=0,qt(e,g,n),Ht=null,Ke()&&B!==null&&B.f&1024&&!(B.f&96)&&(Jn===null?Yn([e]):Jn.push(e)),!r.is_fork&&Lt.size>0&&!zt&&Gt()}return t}function Gt(){zt=!1;for(let e of Lt){e.f&1024&&Qe(e,_);let t;try{t=tr(e)}catch{t=!0}t&&sr(e)}Lt.clear()}function Kt(e){N(e,e.v+1)}function qt(e,t,n){var r=e.reactions;if(r!==null){var i=Ke(),a=r.length;if(Ut+=a,Ut>1e5&&Ht===null&&(Ht=new Set),Ht!==null){if(Ht.has(e))return;Ht.add(e)}for(var o=0;o<a;o++){var s=r[o],c=s.f;if(i||s!==B){var l=(c&g)===0;if(l&&Qe(s,t),c&131072)Lt.add(s);else if(c&2){var u=s;xt?.delete(u),qt(u,_,n)}else if(l){var d=s;c&16&&Mt!==null&&Mt.add(d),n===null?Pt(d):n.push(d)}}}}}function Jt(t){if(typeof t!=`object`||!t||ie in t||ae in t)return t;let n=l(t);if(n!==s&&n!==c)return t;var r=new Map,i=e(t),o=M(0),u=null,d=Qn,f=e=>{if(Qn===d)return e();var t=z,n=Qn;Hn(null),$n(d);var r=e();return Hn(t),$n(n),r};return i&&r.set(`length`,M(t.length,u)),new Proxy(t,{defineProperty(e,t,n){`value`in n&&n.configurable!==!1&&n.enumerable!==!1&&n.writable!==!1||Re();var i=r.get(t);return i===void 0?f(()=>{var e=M(n.value,u);return r.set(t,e),e}):N(i,n.value,!0),!0},deleteProperty(e,t){var n=r.get(t);if(n===void 0){if(t in e){let e=f(()=>M(ge,u));r.set(t,e),Kt(o)}}else N(n,ge),Kt(o);return!0},get(e,n,i){if(n===ie)return t;var o=r.get(n),s=n in e;if(o===void 0&&(!s||a(e,n)?.writable)&&(o=f(()=>M(Jt(s?e[n]:ge),u)),r.set(n,o)),o!==void 0){var c=V(o);return c===ge?void 0:c}return Reflect.get(e,n,i)},getOwnPropertyDescriptor(e,t){this.has?.(e,t);var n=Reflect.getOwnPropertyDescriptor(e,t),i=r.get(t);if(i!==void 0){var a=V(i);if(a===ge)return;if(n&&`value`in n)n.value=a;else return{enumerable:!0,configurable:!0,value:a,writable:!0}}return n},has(e,t){if(t===ie)return!0;var n=r.get(t),i=n!==void 0&&n.v!==ge||Reflect.has(e,t);return(n!==void 0||(B!==null||z!==null)&&(!i||a(e,t)?.writable))&&(n===void 0&&(n=f(()=>M(i?Jt(e[t]):ge,u)),r.set(t,n)),V(n)===ge)?!1:i},set(e,t,n,s){var c=r.get(t),l=t in e;if(i&&t===`length`)for(var d=n;d<c.v;d+=1){var p=r.get(d+``);p===void 0?d in e&&(p=f(()=>M(ge,u)),r.set(d+``,p)):N(p,ge)}if(c===void 0)(!l||a(e,t)?.writable)&&(c=f(()=>M(void 0,u)),N(c,Jt(n)),r.set(t,c));else{l=c.v!==ge;var m=f(()=>Jt(n));N(c,m)}var h=Reflect.getOwnPropertyDescriptor(e,t);if(h?.set&&h.set.call(s,n),!l){if(i&&typeof t==`string`){var g=r.get(`length`),_=Number(t);Number.isInteger(_)&&_>=g.v&&N(g,_+1)}Kt(o)}return!0},ownKeys(e){V(o);var t=Reflect.ownKeys(e).filter(e=>{var t=r.get(e);return t===void 0||t.v!==ge});for(var[n,i]of r)i.v!==ge&&!(n in e)&&t.push(n);return t},setPrototypeOf(){ze()}})}function Yt(e){try{if(typeof e==`object`&&e&&ie in e)return e[ie]}catch{}return e}function Xt(e,t){return Object.is(Yt(e),Yt(t))}var Zt,Qt,$t,en,tn;function nn(){if(Zt===void 0){Zt=window,Qt=document,$t=/Firefox/.test(navigator.userAgent);var e=Element.prototype,t=Node.prototype,n=Text.prototype;en=a(t,`firstChild`).get,tn=a(t,`nextSibling`).get,u(e)&&(e[le]=void 0,e[ce]=null,e[ue]=void 0,e.__e=void 0),u(n)&&(n[de]=void 0)}}function rn(e=``){return document.createTextNode(e)}function an(e){return en.call(e)}function on(e){return tn.call(e)}function P(e,t){if(!E)return an(e);var n=an(D);if(n===null)n=D.appendChild(rn());else if(t&&n.nodeType!==3){var r=rn();return n?.before(r),Ce(r),r}return t&&un(n),Ce(n),n}function F(e,t=!1){if(!E){var n=an(e);return n instanceof Comment&&n.data===``?on(n):n}if(t){if(D?.nodeType!==3){var r=rn();return D?.before(r),Ce(r),r}un(D)}return D}function I(e,t=!1){if(!E)return an(e);var n=P(e,t);return O(e),n}function L(e,t=1,n=!1){let r=E?D:e;for(var i;t--;)i=r,r=on(r);if(!E)return r;if(n){if(r?.nodeType!==3){var a=rn();return r===null?i?.after(a):r.before(a),Ce(a),a}un(r)}return Ce(r),r}function sn(e){e.textContent=``}function cn(){return!1}function ln(e,t,n){return t==null||t===`http://www.w3.org/1999/xhtml`?n?document.createElement(e,{is:n}):document.createElement(e):n?document.createElementNS(t,e,{is:n}):document.createElementNS(t,e)}function un(e){if(e.nodeValue.length<65536)return;let t=e.nextSibling;for(;t!==null&&t.nodeType===3;)t.remove(),e.nodeValue+=t.nodeValue,t=e.nextSibling}function dn(e){var t=B;if(t===null)return z.f|=re,e;if(!(t.f&32768)&&!(t.f&4))throw e;fn(e,t)}function fn(e,t){if(e===he)throw e;if(!(t!==null&&t.f&16384)){for(;t!==null;){if(t.f&128&&!(t.f&33570816)){if(!(t.f&32768))throw e;try{t.b.error(e);return}catch(t){e=t}}t=t.parent}throw e}}function pn(e){B===null&&(z===null&&Fe(e),Pe()),zn&&Ne(e)}function mn(e,t){var n=t.last;n===null?t.last=t.first=e:(n.next=e,e.prev=n,t.last=e)}function hn(e,t){var n=B;n!==null&&n.f&8192&&(e|=v);var r={ctx:He,deps:null,nodes:null,f:e|g|512,first:null,fn:t,last:null,next:null,parent:n,b:n&&n.b,prev:null,teardown:null,wv:0,ac:null};j?.register_created_effect(r);var i=r;if(e&4)Tt===null?kt.ensure().schedule(r):Tt.push(r);else if(t!==null){try{sr(r)}catch(e){throw An(r),e}i.deps===null&&i.teardown===null&&i.nodes===null&&i.first===i.last&&!(i.f&524288)&&(i=i.first,e&16&&e&65536&&i!==null&&(i.f|=S))}if(i!==null&&(i.parent=n,n!==null&&mn(i,n),z!==null&&z.f&2&&!(e&64))){var a=z;(a.effects??=[]).push(i)}return r}function gn(){return z!==null&&!Vn}function _n(e){let t=hn(8,null);return Qe(t,h),t.teardown=e,t}function vn(e){pn(`$effect`);var t=B.f;if(!z&&t&32&&He!==null&&!He.i){var n=He;(n.e??=[]).push(e)}else return yn(e)}function yn(e){return hn(4|T,e)}function bn(e){kt.ensure();let t=hn(64|w,e);return(e={})=>new Promise(n=>{e.outro?Nn(t,()=>{An(t),n(void 0)}):(An(t),n(void 0))})}function xn(e){return hn(4,e)}function Sn(e){return hn(ne|w,e)}function Cn(e,t=0){return hn(8|t,e)}function R(e,t=[],n=[],r=[]){ot(r,t,n,t=>{hn(8,()=>{e(...t.map(V))})})}function wn(e,t=[],n=[],r=[]){ot(r,t,n,t=>{hn(4,()=>e(...t.map(V)))})}function Tn(e,t=0){return hn(16|t,e)}function En(e){return hn(32|w,e)}function Dn(e){var t=e.teardown;if(t!==null){let n=zn,r=z;Bn(!0),Hn(null);try{t.call(null)}catch(t){fn(t,e.parent)}finally{Bn(n),Hn(r)}}}function On(e,t=!1){var n=e.first;for(e.first=e.last=null;n!==null;){let e=n.ac;e!==null&&it(()=>{e.abort(pe)});var r=n.next;n.f&64?n.parent=null:An(n,t),n=r}}function kn(e){for(var t=e.first;t!==null;){var n=t.next;t.f&32||An(t),t=n}}function An(e,t=!0){var n=!1;(t||e.f&262144)&&e.nodes!==null&&e.nodes.end!==null&&(jn(e.nodes.start,e.nodes.end),n=!0),e.f|=x,On(e,t&&!n),or(e,0);var r=e.nodes&&e.nodes.t;if(r!==null)for(let e of r)e.stop();Dn(e),e.f^=x,e.f|=y;var i=e.parent;i!==null&&i.first!==null&&Mn(e),e.next=e.prev=e.teardown=e.ctx=e.deps=e.fn=e.nodes=e.ac=e.b=null}function jn(e,t){for(;e!==null;){var n=e===t?null:on(e);e.remove(),e=n}}function Mn(e){var t=e.parent,n=e.prev,r=e.next;n!==null&&(n.next=r),r!==null&&(r.prev=n),t!==null&&(t.first===e&&(t.first=r),t.last===e&&(t.last=n))}function Nn(e,t,n=!0){var r=[];e.f|=256,Pn(e,r,!0);var i=()=>{n&&An(e),t&&t()},a=r.length;if(a>0){var o=()=>--a||i();for(var s of r)s.out(o)}else i()}function Pn(e,t,n){if(!(e.f&8192)){e.f^=v;var r=e.nodes&&e.nodes.t;if(r!==null)for(let e of r)(e.is_global||n)&&t.push(e);for(var i=e.first;i!==null;){var a=i.next;if(!(i.f&64)){var o=!!(i.f&65536)||!!(i.f&32)&&!!(e.f&16);Pn(i,t,o?n:!1)}i=a}}}function Fn(e){e.f&=-257,In(e,!0)}function In(e,t){if(!(e.f&256)&&e.f&8192){e.f^=v,e.f&1024||(Qe(e,g),kt.ensure().schedule(e));for(var n=e.first;n!==null;){var r=n.next,i=!!(n.f&65536)||!!(n.f&32);In(n,i?t:!1),n=r}var a=e.nodes&&e.nodes.t;if(a!==null)for(let e of a)(e.is_global||t)&&e.in()}}function Ln(e,t){if(e.nodes)for(var n=e.nodes.start,r=e.nodes.end;n!==null;){var i=n===r?null:on(n);t.append(n),n=i}}var Rn=null,zn=!1;function Bn(e){zn=e}var z=null,Vn=!1;function Hn(e){z=e}var B=null;function Un(e){B=e}var Wn=null;function Gn(e){z!==null&&(z.f&2097152||z.f&2)&&(Wn??=new Set).add(e)}var Kn=null,qn=0,Jn=null;function Yn(e){Jn=e}var Xn=1,Zn=0,Qn=Zn;function $n(e){Qn=e}function er(){return++Xn}function tr(e){var t=e.f;if(t&2048)return!0;if(t&4096){for(var n=e.deps,r=n.length,i=0;i<r;i++){var a=n[i];if(tr(a)&&gt(a),a.wv>e.wv)return!0}t&512&&xt===null&&Qe(e,h)}return!1}function nr(e,t,n=!0){var r=e.reactions;if(r!==null&&!(Wn!==null&&Wn.has(e)))for(var i=0;i<r.length;i++){var a=r[i];a.f&2?nr(a,t,!1):t===a&&(n?Qe(a,g):a.f&1024&&Qe(a,_),Pt(a))}}function rr(e){var t=Kn,n=qn,r=Jn,i=z,a=Wn,o=He,s=Vn,c=Qn,l=e.f;Kn=null,qn=0,Jn=null,z=l&96?null:e,Wn=null,Ue(e.ctx),Vn=!1,Qn=++Zn,e.ac!==null&&(it(()=>{e.ac.abort(pe)}),e.ac=null);try{e.f|=te;var u=e.fn,d=u();e.f|=b;var f=ir(e);if(Ke()&&Jn!==null&&!Vn&&f!==null&&!(e.f&6146))for(var p=0;p<Jn.length;p++)nr(Jn[p],e);if(i!==null&&i!==e){if(Zn++,i.deps!==null)for(let e=0;e<n;e+=1)i.deps[e].rv=Zn;if(t!==null)for(let e of t)e.rv=Zn;Jn!==null&&(r===null?r=Jn:r.push(...Jn))}return e.f&8388608&&(e.f^=re),d}catch(t){return ir(e),dn(t)}finally{e.f^=te,Kn=t,qn=n,Jn=r,z=i,Wn=a,Ue(o),Vn=s,Qn=c}}function ir(e){var t=e.deps,n=j?.is_fork;if(Kn!==null){var r;if(n||or(e,qn),t!==null&&qn>0)for(t.length=qn+Kn.length,r=0;r<Kn.length;r++)t[qn+r]=Kn[r];else e.deps=t=Kn;if(gn()&&e.f&512)for(r=qn;r<t.length;r++)(t[r].reactions??=[]).push(e)}else!n&&t!==null&&qn<t.length&&(or(e,qn),t.length=qn);return t}function ar(e,r){let i=r.reactions;if(i!==null){var a=t.call(i,e);if(a!==-1){var o=i.length-1;o===0?i=r.reactions=null:(i[a]=i[o],i.pop())}}if(i===null&&r.f&2&&(Kn===null||!n.call(Kn,r))){var s=r;s.f&512&&(s.f^=512),s.v!==ge&&$e(s),s.ac!==null&&it(()=>{s.ac.abort(pe),s.ac=null,Qe(s,g)}),_t(s),or(s,0)}}function or(e,t){var n=e.deps;if(n!==null)for(var r=t;r<n.length;r++)ar(e,n[r])}function sr(e){var t=e.f;if(!(t&16384)){Qe(e,h);var n=B;B=e;try{t&16777232?kn(e):On(e),Dn(e);var r=rr(e);e.teardown=typeof r==`function`?r:null,e.wv=Xn}finally{B=n}}}async function cr(){await Promise.resolve(),At()}function V(e){var t=!!(e.f&2);if(Rn?.add(e),z!==null&&!Vn&&!(B!==null&&B.f&16384)&&(Wn===null||!Wn.has(e))){var r=z.deps;if(z.f&2097152)e.rv<Zn&&(e.rv=Zn,Kn===null&&r!==null&&r[qn]===e?qn++:Kn===null?Kn=[e]:Kn.push(e));else{z.deps??=[],n.call(z.deps,e)||z.deps.push(e);var i=e.reactions;i===null?e.reactions=[z]:n.call(i,z)||i.push(z)}}if(zn&&Rt.has(e))return Rt.get(e);if(t){var a=e;if(zn){var o=a.v;return(!(a.f&1024)&&a.reactions!==null||ur(a))&&(o=ht(a)),Rt.set(a,o),o}var s=!(a.f&512)&&!Vn&&z!==null&&!!(z.f&512),c=(a.f&b)===0;tr(a)&&(s&&(a.f|=512),gt(a)),s&&!c&&(vt(a),lr(a))}if(xt?.has(e))return xt.get(e);if(e.f&8388608)throw e.v;return e.v}function lr(e){if(e.f|=512,e.deps!==null)for(let r of e.deps){var t=r.reactions;t===null?r.reactions=[e]:n.call(t,e)||t.push(e),r.f&2&&!(r.f&512)&&(vt(r),lr(r))}}function ur(e){if(e.v===ge)return!0;if(e.deps===null)return!1;for(let t of e.deps)if(Rt.has(t)||t.f&2&&ur(t))return!0;return!1}function dr(e){var t=Vn;try{return Vn=!0,e()}finally{Vn=t}}[...`allowfullscreen.async.autofocus.autoplay.checked.controls.default.disabled.formnovalidate.indeterminate.inert.ismap.loop.multiple.muted.nomodule.novalidate.open.playsinline.readonly.required.reversed.seamless.selected.webkitdirectory.defer.disablepictureinpicture.disableremoteplayback`.split(`.`)];var fr=[`touchstart`,`touchmove`];function pr(e){return fr.includes(e)}var mr=Symbol(`events`),hr=new Set,gr=new Set;function _r(e,t,n,r={}){function i(e){if(r.capture||Cr.call(t,e),!e.cancelBubble)return it(()=>n?.call(this,e))}return e.startsWith(`pointer`)||e.startsWith(`touch`)||e===`wheel`?(i.__removed=!1,Ye(()=>{i.__removed||t.addEventListener(e,i,r)})):t.addEventListener(e,i,r),i}function vr(e,t,n,r,i){var a={capture:r,passive:i},o=_r(e,t,n,a);(t===document.body||t===window||t===document||t instanceof HTMLMediaElement)&&_n(()=>{o.__removed=!0,t.removeEventListener(e,o,a)})}function yr(e,t,n){(t[mr]??={})[e]=n}function br(e){for(var t=0;t<e.length;t++)hr.add(e[t]);for(var n of gr)n(e)}var xr=null,Sr=!1;function Cr(e){var t=this,n=t.ownerDocument,r=e.type,a=e.composedPath?.()||[],o=a[0]||e.target;xr=e,Sr||(Sr=!0,setTimeout(()=>{Sr=!1,xr=null}));var s=0,c=xr===e&&e[mr];if(c){var l=a.indexOf(c);if(l!==-1&&(t===document||t===window)){e[mr]=t;return}var u=a.indexOf(t);if(u===-1)return;l<=u&&(s=l)}if(o=a[s]||e.target,o!==t){i(e,`currentTarget`,{configurable:!0,get(){return o||n}});var d=z,f=B;Hn(null),Un(null);try{for(var p,m=[];o!==null&&o!==t;){try{var h=o[mr]?.[r];h==null||o.disabled&&e.target!==o||h.call(o,e)}catch(e){p?m.push(e):p=e}if(e.cancelBubble)break;s++,o=s<a.length?a[s]:null}if(p){for(let e of m)queueMicrotask(()=>{throw e});throw p}}finally{e[mr]=t,delete e.currentTarget,Hn(d),Un(f)}}}var wr=globalThis?.window?.trustedTypes&&globalThis.window.trustedTypes.createPolicy(`svelte-trusted-html`,{createHTML:e=>e});function Tr(e){return wr?.createHTML(e)??e}function Er(e){var t=ln(`template`);return t.innerHTML=Tr(e.replaceAll(`<!>`,`<!---->`)),t.content}function Dr(e,t){var n=B;n.nodes===null&&(n.nodes={start:e,end:t,a:null,t:null})}function H(e,t){var n=!!(t&1),r=!!(t&2),i,a=!e.startsWith(`<!>`);return()=>{if(E)return Dr(D,null),D;i===void 0&&(i=Er(a?e:`<!>`+e),n||(i=an(i)));var t=r||$t?document.importNode(i,!0):i.cloneNode(!0);if(n){var o=an(t),s=t.lastChild;Dr(o,s)}else Dr(t,t);return t}}function Or(e,t,n=`svg`){var r=!e.startsWith(`<!>`),i=!!(t&1),a=`<${n}>${r?e:`<!>`+e}</${n}>`,o;return()=>{if(E)return Dr(D,null),D;if(!o){var e=an(Er(a));if(i)for(o=document.createDocumentFragment();an(e);)o.appendChild(an(e));else o=an(e)}var t=o.cloneNode(!0);if(i){var n=an(t),r=t.lastChild;Dr(n,r)}else Dr(t,t);return t}}function kr(e,t){return Or(e,t,`svg`)}function Ar(e=``){if(!E){var t=rn(e+``);return Dr(t,t),t}var n=D;return n.nodeType===3?un(n):(n.before(n=rn()),Ce(n)),Dr(n,n),n}function jr(){if(E)return Dr(D,null),D;var e=document.createDocumentFragment(),t=document.createComment(``),n=rn();return e.append(t,n),Dr(t,n),e}function U(e,t){if(E){var n=B;n.f&32768&&n.nodes.end!==null||(n.nodes.end=D),we()}else e!==null&&e.before(t)}function Mr(){if(E&&D&&D.nodeType===8&&D.textContent?.startsWith(`$`)){let e=D.textContent.substring(1);return we(),e}return(window.__svelte??={}).uid??=1,`c${window.__svelte.uid++}`}function Nr(e){let t=0,n=Bt(0),r;return()=>{gn()&&(V(n),Cn(()=>(t===0&&(r=dr(()=>e(()=>Kt(n)))),t+=1,()=>{Ye(()=>{--t,t===0&&(r?.(),r=void 0,Kt(n))})})))}}var Pr=S|w;function Fr(e,t,n,r){new Ir(e,t,n,r)}var Ir=class{parent;is_pending=!1;transform_error;#e;#t=E?D:null;#n;#r;#i;#a=null;#o=null;#s=null;#c=null;#l=0;#u=0;#d=!1;#f=new Map;#p=null;#m=Nr(()=>(this.#p=Bt(this.#l),()=>{this.#p=null}));constructor(e,t,n,r){this.#e=e,this.#n=t,this.#r=e=>{var t=B;t.b=this,t.f|=128,n(e)},this.parent=B.b,this.transform_error=r??this.parent?.transform_error??(e=>e),this.#i=Tn(()=>{if(E){let e=De(this.#t);we();let t=e===`[!`;if(e.startsWith(`[?`)){let t=JSON.parse(e.slice(2));this.#g(t)}else t?this.#y():this.#h()}else this.#b()},Pr),E&&(this.#e=D)}#h(){try{this.#a=En(()=>this.#r(this.#e))}catch(e){this.error(e)}}#g(e){let t=this.#n.failed,{reset:n,invoke_onerror:r}=this.#_(e);Ye(r),t&&(this.#s=En(()=>{t(this.#e,()=>e,()=>n)}))}#_(e){var t=!1,n=!1;let r=()=>{this.#v()||(t?xe():(t=!0,n&&Ve(),this.#s!==null&&Nn(this.#s,()=>{this.#s=null}),this.#S(()=>{this.#b()})))};return{reset:r,invoke_onerror:()=>{if(!this.#v())try{n=!0,this.#n.onerror?.(e,r),n=!1}catch(e){fn(e,this.#i&&this.#i.parent)}}}}#v(){return(this.#i.f&(y|x))!==0}#y(){let e=this.#n.pending;e&&(this.is_pending=!0,this.#o=En(()=>e(this.#e)),Ye(()=>{if(!this.#v()){var e=this.#c=document.createDocumentFragment(),t=rn(),n=!1;e.append(t),this.#a=this.#S(()=>{try{return En(()=>this.#r(t))}catch(e){try{this.error(e),n=!0}catch(e){fn(e,this.#i.parent)}return null}}),this.#a===null?(this.#c=null,n&&this.#x(j)):this.#u===0&&(this.#e.before(e),this.#c=null,Nn(this.#o,()=>{this.#o=null}),this.#x(j))}}))}#b(){try{if(this.is_pending=this.has_pending_snippet(),this.#u=0,this.#l=0,this.#a=En(()=>{this.#r(this.#e)}),this.#u>0){var e=this.#c=document.createDocumentFragment();Ln(this.#a,e);let t=this.#n.pending;this.#o=En(()=>t(this.#e))}else this.#x(j)}catch(e){this.error(e)}}#x(e){this.is_pending=!1,e.transfer_reactions(this.#f)}defer_effect(e){et(e,this.#f)}is_rendered(){return!this.is_pending&&(!this.parent||this.parent.is_rendered())}has_pending_snippet(){return!!this.#n.pending}#S(e){var t=B,n=z,r=He;Un(this.#i),Hn(this.#i),Ue(this.#i.ctx);try{return kt.ensure(),e()}finally{Un(t),Hn(n),Ue(r)}}#C(e,t){this.has_pending_snippet()?(this.#u+=e,this.#u===0&&(this.#x(t),this.#o&&Nn(this.#o,()=>{this.#o=null}),this.#c&&=(this.#e.before(this.#c),null))):this.parent&&this.parent.#C(e,t)}update_pending_count(e,t){this.#C(e,t),this.#l+=e,!this.#p||this.#d||(this.#d=!0,Ye(()=>{this.#d=!1,this.#p&&Wt(this.#p,this.#l)}))}get_effect_pending(){return this.#m(),V(this.#p)}error(e){if(e===he||!this.#n.onerror&&!this.#n.failed)throw e;j?.is_fork?(this.#a&&j.skip_effect(this.#a),this.#o&&j.skip_effect(this.#o),this.#s&&j.skip_effect(this.#s),j.oncommit(()=>{this.#v()||this.#w(e)})):this.#w(e)}#w(e){this.#a&&=(An(this.#a),null),this.#o&&=(An(this.#o),null),this.#s&&=(An(this.#s),null),E&&(Ce(this.#t),Te(),Ce(Ee()));let t=this.#n.failed,n=e=>{if(this.#v())return;let{reset:n,invoke_onerror:r}=this.#_(e);r(),t&&!this.#v()&&(this.#s=this.#S(()=>{try{return En(()=>{var r=B;r.b=this,r.f|=128,t(this.#e,()=>e,()=>n)})}catch(e){return fn(e,this.#i.parent),null}}))};Ye(()=>{if(!this.#v()){var t;try{t=this.transform_error(e)}catch(e){fn(e,this.#i&&this.#i.parent);return}typeof t==`object`&&t&&typeof t.then==`function`?t.then(n,e=>fn(e,this.#i&&this.#i.parent)):n(t)}})}};function W(e,t){var n=t==null?``:typeof t==`object`?`${t}`:t;n!==(e[de]??=e.nodeValue)&&(e[de]=n,e.nodeValue=`${n}`)}function Lr(e,t){return zr(e,t)}var Rr=new Map;function zr(e,{target:t,anchor:n,props:i={},events:a,context:o,intro:s=!0,transformError:c}){nn();var l=void 0,u=bn(()=>{var s=n??t.appendChild(rn());Fr(s,{pending:()=>{}},t=>{k({});var n=He;if(o&&(n.c=o),a&&(i.$$events=a),E&&Dr(t,null),l=e(t,i)||Ge(),E&&(B.nodes.end=D,D===null||D.nodeType!==8||D.data!==`]`))throw ye(),he;We()},c);var u=new Set,d=e=>{for(var n=0;n<e.length;n++){var r=e[n];if(!u.has(r)){u.add(r);var i=pr(r);for(let e of[t,document]){var a=Rr.get(e);a===void 0&&(a=new Map,Rr.set(e,a));var o=a.get(r);o===void 0?(e.addEventListener(r,Cr,{passive:i}),a.set(r,1)):a.set(r,o+1)}}}};return d(r(hr)),gr.add(d),()=>{for(var e of u)for(let n of[t,document]){var r=Rr.get(n),i=r.get(e);--i==0?(n.removeEventListener(e,Cr),r.delete(e),r.size===0&&Rr.delete(n)):r.set(e,i)}gr.delete(d),s!==n&&s.parentNode?.removeChild(s)}});return Br.set(l,u),l}var Br=new WeakMap,Vr=class{anchor;#e=new Map;#t=new Map;#n=new Map;#r=new Set;#i=!0;constructor(e,t=!0){this.anchor=e,this.#i=t}#a=e=>{if(this.#e.has(e)){var t=this.#e.get(e),n=this.#t.get(t);if(n)Fn(n),this.#r.delete(t);else{var r=this.#n.get(t);r&&(Fn(r.effect),this.#t.set(t,r.effect),this.#n.delete(t),r.fragment.lastChild.remove(),this.anchor.before(r.fragment),n=r.effect)}for(let[t,n]of this.#e){if(this.#e.delete(t),t===e)break;let r=this.#n.get(n);r&&(An(r.effect),this.#n.delete(n))}for(let[e,r]of this.#t){if(e===t||this.#r.has(e))continue;let i=()=>{if(Array.from(this.#e.values()).includes(e)){var t=document.createDocumentFragment();Ln(r,t),t.append(rn()),this.#n.set(e,{effect:r,fragment:t})}else An(r);this.#r.delete(e),this.#t.delete(e)};this.#i||!n?(this.#r.add(e),Nn(r,i,!1)):i()}}};#o=e=>{this.#e.delete(e);let t=Array.from(this.#e.values());for(let[e,n]of this.#n)t.includes(e)||(An(n.effect),this.#n.delete(e))};ensure(e,t){var n=j,r=cn();if(t&&!this.#t.has(e)&&!this.#n.has(e)){if(r){var i=document.createDocumentFragment(),a=rn();i.append(a),this.#n.set(e,{effect:En(()=>t(a)),fragment:i})}else this.#t.set(e,En(()=>t(this.anchor)))}if(this.#e.set(n,e),r){for(let[t,r]of this.#t)t===e?n.unskip_effect(r):n.skip_effect(r);for(let[t,r]of this.#n)t===e?n.unskip_effect(r.effect):n.skip_effect(r.effect);n.oncommit(this.#a),n.ondiscard(this.#o)}else E&&(this.anchor=D),this.#a(n)}};function G(e,t,n=!1){var r;E&&(r=D,we());var i=new Vr(e),a=n?S:0;function o(e,t){if(E){var n=De(r);if(e!==parseInt(n.substring(1))){var a=Ee();Ce(a),i.anchor=a,Se(!1),i.ensure(e,t),Se(!0);return}}i.ensure(e,t)}Tn(()=>{var e=!1;t((t,n=0)=>{e=!0,o(n,t)}),e||o(-1,null)},a)}var Hr=Symbol(`NaN`);function Ur(e,t,n){E&&we();var r=new Vr(e),i=!Ke();Tn(()=>{var e=t();e!==e&&(e=Hr),i&&typeof e==`object`&&e&&(e={}),r.ensure(e,n)})}function Wr(e,t){return t}function Gr(e,t,n){for(var i=[],a=t.length,o,s=t.length,c=0;c<a;c++){let n=t[c];Nn(n,()=>{if(o){if(o.pending.delete(n),o.done.add(n),o.pending.size===0){var t=e.outrogroups;Kr(e,r(o.done)),t.delete(o),t.size===0&&(e.outrogroups=null)}}else--s},!1)}if(s===0){var l=i.length===0&&n!==null&&e.pending.size===0;if(l){var u=n,d=u.parentNode;sn(d),d.append(u),e.items.clear()}Kr(e,t,!l)}else o={pending:new Set(t),done:new Set},(e.outrogroups??=new Set).add(o)}function Kr(e,t,n=!0){var r;if(e.pending.size>0){r=new Set;for(let t of e.pending.values())for(let n of t)r.add(e.items.get(n).e)}for(var i=0;i<t.length;i++){var a=t[i];r?.has(a)?(a.f|=ee,Ln(a,document.createDocumentFragment())):An(t[i],n)}}var qr;function K(t,n,i,a,o,s=null){var c=t,l=new Map;if(n&4){var u=t;c=E?Ce(an(u)):u.appendChild(rn())}E&&we();var d=null,f=pt(()=>{var t=i();return e(t)?t:t==null?[]:r(t)}),p=new Map,m=!0;function h(e){if(!(_.effect.f&16384)){_.pending.delete(e);var t=V(f);_.fallback=d,Yr(_,t,c,n,a),d!==null&&(t.length===0?d.f&33554432?(d.f^=ee,Zr(d,null,c)):Fn(d):Nn(d,()=>{d=null}))}}function g(e){_.pending.delete(e)}var _={effect:Tn(()=>{var e=V(f),t=e.length;let r=!1;E&&De(c)===`[!`!=(t===0)&&(c=Ee(),Ce(c),Se(!1),r=!0);for(var u=new Set,_=j,v=cn(),y=0;y<t;y+=1){E&&D.nodeType===8&&D.data===`]`&&(c=D,r=!0,Se(!1));var b=e[y],x=a(b,y),S=m?null:l.get(x);S?(S.v&&Wt(S.v,b),S.i&&Wt(S.i,y),v&&_.unskip_effect(S.e)):(S=Xr(l,m?c:qr??=rn(),b,x,y,o,n,i),m||(S.e.f|=ee),l.set(x,S)),u.add(x)}if(t===0&&s&&!d&&(m?d=En(()=>s(c)):(d=En(()=>s(qr??=rn())),d.f|=ee)),t>u.size&&Me(``,``,``),E&&t>0&&Ce(Ee()),!m){if(p.set(_,u),v){for(let[e,t]of l)u.has(e)||_.skip_effect(t.e);_.oncommit(h),_.ondiscard(g)}else h(_)}r&&Se(!0),V(f)}),flags:n,items:l,pending:p,outrogroups:null,fallback:d};m=!1,E&&(c=D)}function Jr(e){for(;e!==null&&!(e.f&32);)e=e.next;return e}function Yr(e,t,n,i,a){var o=!!(i&8),s=t.length,c=e.items,l=Jr(e.effect.first),u,d=null,f,p=[],m=[],h,g,_,v;if(o)for(v=0;v<s;v+=1)h=t[v],g=a(h,v),_=c.get(g).e,_.f&33554432||(_.nodes?.a?.measure(),(f??=new Set).add(_));for(v=0;v<s;v+=1){if(h=t[v],g=a(h,v),_=c.get(g).e,e.outrogroups!==null)for(let t of e.outrogroups)t.pending.delete(_),t.done.delete(_);if(_.f&8192&&(Fn(_),o&&(_.nodes?.a?.unfix(),(f??=new Set).delete(_))),_.f&33554432){if(_.f^=ee,_===l)Zr(_,null,n);else{var y=d?d.next:l;_===e.effect.last&&(e.effect.last=_.prev),_.prev&&(_.prev.next=_.next),_.next&&(_.next.prev=_.prev),Qr(e,d,_),Qr(e,_,y),Zr(_,y,n),d=_,p=[],m=[],l=Jr(d.next);continue}}if(_!==l){if(u!==void 0&&u.has(_)){if(p.length<m.length){var b=m[0],x;d=b.prev;var S=p[0],C=p[p.length-1];for(x=0;x<p.length;x+=1)Zr(p[x],b,n);for(x=0;x<m.length;x+=1)u.delete(m[x]);Qr(e,S.prev,C.next),Qr(e,d,S),Qr(e,C,b),l=b,d=C,--v,p=[],m=[]}else u.delete(_),Zr(_,l,n),Qr(e,_.prev,_.next),Qr(e,_,d===null?e.effect.first:d.next),Qr(e,d,_),d=_;continue}for(p=[],m=[];l!==null&&l!==_;)(u??=new Set).add(l),m.push(l),l=Jr(l.next);if(l===null)continue}_.f&33554432||p.push(_),d=_,l=Jr(_.next)}if(e.outrogroups!==null){for(let t of e.outrogroups)t.pending.size===0&&(Kr(e,r(t.done)),e.outrogroups?.delete(t));e.outrogroups.size===0&&(e.outrogroups=null)}if(l!==null||u!==void 0){var w=[];if(u!==void 0)for(_ of u)_.f&8192||w.push(_);for(;l!==null;)!(l.f&8192)&&l!==e.fallback&&w.push(l),l=Jr(l.next);var T=w.length;if(T>0){var te=i&4&&s===0?n:null;if(o){for(v=0;v<T;v+=1)w[v].nodes?.a?.measure();for(v=0;v<T;v+=1)w[v].nodes?.a?.fix()}Gr(e,w,te)}}o&&Ye(()=>{if(f!==void 0)for(_ of f)_.nodes?.a?.apply()})}function Xr(e,t,n,r,i,a,o,s){var c=o&1?o&16?Bt(n):Vt(n,!1,!1):null,l=o&2?Bt(i):null;return{v:c,i:l,e:En(()=>(a(t,c??n,l??i,s),()=>{e.delete(r)}))}}function Zr(e,t,n){if(e.nodes)for(var r=e.nodes.start,i=e.nodes.end,a=t&&!(t.f&33554432)?t.nodes.start:n;r!==null;){var o=on(r);if(a.before(r),r===i)return;r=o}}function Qr(e,t,n){t===null?e.effect.first=n:t.next=n,n===null?e.effect.last=t:n.prev=t}function $r(e,t,...n){var r=new Vr(e);Tn(()=>{let e=t()??null;r.ensure(e,e&&(t=>e(t,...n)))},S)}function ei(e,t){let n=null,r=E;var i;if(E){n=D;for(var a=an(document.head);a!==null&&(a.nodeType!==8||a.data!==e);)a=on(a);if(a===null)Se(!1);else{var o=on(a);a.remove(),Ce(o)}}E||(i=document.head.appendChild(rn()));try{Tn(()=>{var e=En(()=>t(i));e.f|=C,E||(e.nodes===null?e.nodes={start:i,end:i,a:null,t:null}:e.nodes.end=i)})}finally{r&&(Se(!0),Ce(n))}}function ti(e){var t,n,r=``;if(typeof e==`string`||typeof e==`number`)r+=e;else if(typeof e==`object`){if(Array.isArray(e)){var i=e.length;for(t=0;t<i;t++)e[t]&&(n=ti(e[t]))&&(r&&(r+=` `),r+=n)}else for(n in e)e[n]&&(r&&(r+=` `),r+=n)}return r}function ni(){for(var e,t,n=0,r=``,i=arguments.length;n<i;n++)(e=arguments[n])&&(t=ti(e))&&(r&&(r+=` `),r+=t);return r}function ri(e){return typeof e==`object`?ni(e):e??``}var ii=[...` 	
\r\f\xA0\v﻿`];function ai(e,t,n){var r=e==null?``:``+e;if(t&&(r=r?r+` `+t:t),n){for(var i of Object.keys(n))if(n[i])r=r?r+` `+i:i;else if(r.length)for(var a=i.length,o=0;(o=r.indexOf(i,o))>=0;){var s=o+a;(o===0||ii.includes(r[o-1]))&&(s===r.length||ii.includes(r[s]))?r=(o===0?``:r.substring(0,o))+r.substring(s+1):o=s}}return r===``?null:r}function oi(e,t=!1){var n=t?` !important;`:`;`,r=``;for(var i of Object.keys(e)){var a=e[i];a!=null&&a!==``&&(r+=` `+i+`: `+a+n)}return r}function si(e){return e[0]!==`-`||e[1]!==`-`?e.toLowerCase():e}function ci(e,t){if(t){var n=``,r,i;if(Array.isArray(t)?(r=t[0],i=t[1]):r=t,e){e=String(e).replaceAll(/\/\*.*?\*\//g,``).trim();var a=!1,o=0,s=!1,c=[];r&&c.push(...Object.keys(r).map(si)),i&&c.push(...Object.keys(i).map(si));var l=0,u=-1;let t=e.length;for(var d=0;d<t;d++){var f=e[d];if(s?f===`/`&&e[d-1]===`*`&&(s=!1):a?a===f&&(a=!1):f===`/`&&e[d+1]===`*`?s=!0:f===`"`||f===`'`?a=f:f===`(`?o++:f===`)`&&o--,!s&&a===!1&&o===0){if(f===`:`&&u===-1)u=d;else if(f===`;`||d===t-1){if(u!==-1){var p=si(e.substring(l,u).trim());if(!c.includes(p)){f!==`;`&&d++;var m=e.substring(l,d).trim();n+=` `+m+`;`}}l=d+1,u=-1}}}}return r&&(n+=oi(r)),i&&(n+=oi(i,!0)),n=n.trim(),n===``?null:n}return e==null?null:String(e)}function q(e,t,n,r,i,a){var o=e[le];if(E||o!==n||o===void 0){var s=ai(n,r,a);E&&s===e.getAttribute(`class`)||(s==null?e.removeAttribute(`class`):t?e.className=s:e.setAttribute(`class`,s)),e[le]=n}else if(a&&i!==a)for(var c in a){var l=!!a[c];(i==null||l!==!!i[c])&&e.classList.toggle(c,l)}return a}function li(e,t={},n,r){for(var i in n){var a=n[i];t[i]!==a&&(n[i]==null?e.style.removeProperty(i):e.style.setProperty(i,a,r))}}function ui(e,t,n,r){var i=e[ue];if(E||i!==t){var a=ci(t,r);E&&a===e.getAttribute(`style`)||(a==null?e.removeAttribute(`style`):e.style.cssText=a),e[ue]=t}else r&&(Array.isArray(r)?(li(e,n?.[0],r[0]),li(e,n?.[1],r[1],`important`)):li(e,n,r));return r}function di(e,t){t?e.hasAttribute(`selected`)||e.setAttribute(`selected`,``):e.removeAttribute(`selected`)}function fi(t,n){var r=t.__defaultValue,i=t.multiple,a=i?r??[]:null;if(!i||e(a)){var o=t.selectedIndex,s=n&&i?new Set(t.selectedOptions):null;for(var c of t.options){var l=hi(c);di(c,i?a.includes(l):Xt(l,r))}if(n){if(s!==null)for(c of t.options){var u=s.has(c);c.selected!==u&&(c.selected=u)}else t.selectedIndex!==o&&(t.selectedIndex=o)}}}function pi(t,n,r=!1){if(t.multiple){if(n==null)return;if(!e(n))return be();for(var i of t.options)i.selected=n.includes(hi(i))}else{for(i of t.options)if(Xt(hi(i),n)){i.selected=!0;return}r&&n===void 0||(t.selectedIndex=-1)}}function mi(e){var t=new MutationObserver(t=>{t.every(gi)||(`__defaultValue`in e&&fi(e,!1),`__value`in e&&pi(e,e.__value))});t.observe(e,{childList:!0,subtree:!0,attributes:!0,attributeFilter:[`value`]}),_n(()=>{t.disconnect()})}function hi(e){return`__value`in e?e.__value:e.value}function gi(e){if(e.target.closest(`selectedcontent`)!==null)return!0;if(e.type===`childList`){var t=[...e.addedNodes,...e.removedNodes];return t.length>0&&t.every(e=>e.nodeName===`SELECTEDCONTENT`)}return!1}var _i=Symbol(`is custom element`),vi=Symbol(`is html`),yi=me?`link`:`LINK`,bi=me?`progress`:`PROGRESS`;function xi(e){if(E){var t=!1,n=()=>{if(!t){if(t=!0,e.hasAttribute(`value`)){var n=e.value;J(e,`value`,null),e.value=n}if(e.hasAttribute(`checked`)){var r=e.checked;J(e,`checked`,null),e.checked=r}}};e[fe]=n,Ye(n),rt()}}function Si(e,t){var n=Ci(e);n.value!==(n.value=t??void 0)&&(e.value!==t||t===0&&e.nodeName===bi)&&(e.value=t??``)}function J(e,t,n,r){var i=Ci(e);if(!(E&&(i[t]=e.getAttribute(t),t===`src`||t===`srcset`||t===`href`&&e.nodeName===yi))){var a=i[t];a!==(i[t]=n)&&(t===`loading`&&(e[se]=n),n==null?e.removeAttribute(t):typeof n!=`string`&&Ti(e).has(t)?e[t]=n:(!E||typeof n!=`number`&&typeof n!=`boolean`||a!==String(n))&&e.setAttribute(t,n))}}function Ci(e){return e[ce]??={[_i]:e.nodeName.includes(`-`),[vi]:e.namespaceURI===_e}}var wi=new Map;function Ti(e){var t=e.getAttribute(`is`)||e.nodeName,n=wi.get(t);if(n)return n;wi.set(t,n=new Set);for(var r,i=e,a=Element.prototype;a!==i;){for(var s in r=o(i),r)r[s].set&&s!==`innerHTML`&&s!==`textContent`&&s!==`innerText`&&n.add(s);i=l(i)}return n}function Ei(e,t,n=t){var r=new WeakSet;at(e,`input`,async i=>{var a=i?e.defaultValue:e.value;if(a=Oi(e)?ki(a):a,n(a),j!==null&&r.add(j),await cr(),a!==(a=t())){var o=e.selectionStart,s=e.selectionEnd,c=e.value.length;if(e.value=a??``,s!==null){var l=e.value.length;o===s&&s===c&&l>c?(e.selectionStart=l,e.selectionEnd=l):(e.selectionStart=o,e.selectionEnd=Math.min(s,l))}}}),(E&&e.defaultValue!==e.value||dr(t)==null&&e.value)&&(n(Oi(e)?ki(e.value):e.value),j!==null&&r.add(j)),Cn(()=>{var n=t();if(e===document.activeElement){var i=j;if(r.has(i))return}Oi(e)&&n===ki(e.value)||(e.type!==`date`||n||e.value)&&n!==e.value&&(e.value=n??``)})}function Di(e,t,n=t){at(e,`change`,t=>{n(t?e.defaultChecked:e.checked)}),(E&&e.defaultChecked!==e.checked||dr(t)==null)&&n(e.checked),Cn(()=>{e.checked=!!t()})}function Oi(e){var t=e.type;return t===`number`||t===`range`}function ki(e){return e===``?null:+e}function Ai(e,t){return e===t||e?.[ie]===t}function ji(e=Ge(),t,n,r){var i=He.r,a=B;return xn(()=>{var o,s;return Cn(()=>{o=s,s=r?.()||[],dr(()=>{Ai(n(...s),e)||(t(e,...s),o&&Ai(n(...o),e)&&t(null,...o))})}),()=>{let r=a;for(;r!==i&&r.parent!==null&&r.parent.f&33554432;)r=r.parent;let o=()=>{s&&Ai(n(...s),e)&&t(null,...s)},c=r.teardown;r.teardown=()=>{o(),c?.()}}}),e}var Mi=!1;function Ni(e){var t=Mi;try{return Mi=!1,[e(),Mi]}finally{Mi=t}}function Pi(e,t,n,r){var i=!0,o=!!(n&8),s=!!(n&16),c=r,l=!0,u=void 0,d=()=>s&&i?(u??=ut(r),V(u)):(l&&(l=!1,c=s?dr(r):r),c);let f;if(o){var p=ie in e||oe in e;f=a(e,t)?.set??(p&&t in e?n=>e[t]=n:void 0)}var m,h=!1;o?[m,h]=Ni(()=>e[t]):m=e[t],m===void 0&&r!==void 0&&(m=d(),f&&(i&&Le(t),f(m)));var g=i?()=>{var n=e[t];return n===void 0?d():(l=!0,n)}:()=>{var n=e[t];return n!==void 0&&(c=void 0),n===void 0?c:n};if(i&&!(n&4))return g;if(f){var _=e.$$legacy;return(function(e,t){return arguments.length>0?((!i||!t||_||h)&&f(t?g():e),e):g()})}var v=!1,y=(n&1?ut:pt)(()=>(v=!1,g()));o&&V(y);var b=B;return(function(e,t){if(arguments.length>0){let n=t?V(y):i&&o?Jt(e):e;return N(y,n),v=!0,c!==void 0&&(c=n),e}return zn&&v||b.f&16384?y.v:V(y)})}typeof window<`u`&&((window.__svelte??={}).v??=new Set).add(`5`);function Fi(e){return e===null?`null`:Array.isArray(e)?`array`:typeof e}function Ii(e){return Fi(e)===`object`}function Li(e){return Array.isArray(e)&&e.length>0&&e.every(e=>`message`in e)}function Ri(e,t){return e.length<124?e:t}var zi=(e=>(e[e.InternalServerError=4500]=`InternalServerError`,e[e.InternalClientError=4005]=`InternalClientError`,e[e.BadRequest=4400]=`BadRequest`,e[e.BadResponse=4004]=`BadResponse`,e[e.Unauthorized=4401]=`Unauthorized`,e[e.Forbidden=4403]=`Forbidden`,e[e.SubprotocolNotAcceptable=4406]=`SubprotocolNotAcceptable`,e[e.ConnectionInitialisationTimeout=4408]=`ConnectionInitialisationTimeout`,e[e.ConnectionAcknowledgementTimeout=4504]=`ConnectionAcknowledgementTimeout`,e[e.SubscriberAlreadyExists=4409]=`SubscriberAlreadyExists`,e[e.TooManyInitialisationRequests=4429]=`TooManyInitialisationRequests`,e))(zi||{}),Bi=(e=>(e.ConnectionInit=`connection_init`,e.ConnectionAck=`connection_ack`,e.Ping=`ping`,e.Pong=`pong`,e.Subscribe=`subscribe`,e.Next=`next`,e.Error=`error`,e.Complete=`complete`,e))(Bi||{});function Vi(e){if(!Ii(e))throw Error(`Message is expected to be an object, but got ${Fi(e)}`);if(!e.type)throw Error(`Message is missing the 'type' property`);if(typeof e.type!=`string`)throw Error(`Message is expects the 'type' property to be a string, but got ${Fi(e.type)}`);switch(e.type){case`connection_init`:case`connection_ack`:case`ping`:case`pong`:if(e.payload!=null&&!Ii(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object or nullish or missing, but got "${e.payload}"`);break;case`subscribe`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Fi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Ii(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Fi(e.payload)}`);if(typeof e.payload.query!=`string`)throw Error(`"${e.type}" message payload expects the 'query' property to be a string, but got ${Fi(e.payload.query)}`);if(e.payload.variables!=null&&!Ii(e.payload.variables))throw Error(`"${e.type}" message payload expects the 'variables' property to be a an object or nullish or missing, but got ${Fi(e.payload.variables)}`);if(e.payload.operationName!=null&&Fi(e.payload.operationName)!==`string`)throw Error(`"${e.type}" message payload expects the 'operationName' property to be a string or nullish or missing, but got ${Fi(e.payload.operationName)}`);if(e.payload.extensions!=null&&!Ii(e.payload.extensions))throw Error(`"${e.type}" message payload expects the 'extensions' property to be a an object or nullish or missing, but got ${Fi(e.payload.extensions)}`);break;case`next`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Fi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Ii(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Fi(e.payload)}`);break;case`error`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Fi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Li(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an array of GraphQL errors, but got ${JSON.stringify(e.payload)}`);break;case`complete`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Fi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);break;default:throw Error(`Invalid message 'type' property "${e.type}"`)}return e}function Hi(e,t){return Vi(typeof e==`string`?JSON.parse(e,t):e)}function Ui(e,t){return Vi(e),JSON.stringify(e,t)}function Wi(e){let{url:t,connectionParams:n,lazy:r=!0,onNonLazyError:i=console.error,lazyCloseTimeout:a=0,keepAlive:o=0,disablePong:s,connectionAckWaitTimeout:c=0,retryAttempts:l=5,retryWait:u=async function(e){let t=2**e;await new Promise(e=>setTimeout(e,t*1e3+Math.floor(Math.random()*2700+300)))},shouldRetry:d=Ki,on:f,webSocketImpl:p,generateID:m=function(){return`xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g,e=>{let t=Math.random()*16|0;return(e==`x`?t:t&3|8).toString(16)})},jsonMessageReplacer:h,jsonMessageReviver:g}=e,_;if(p){if(!Ji(p))throw Error(`Invalid WebSocket implementation provided`);_=p}else typeof WebSocket<`u`?_=WebSocket:typeof global<`u`?_=global.WebSocket||global.MozWebSocket:typeof window<`u`&&(_=window.WebSocket||window.MozWebSocket);if(!_)throw Error("WebSocket implementation missing; on Node you can `import WebSocket from 'ws';` and pass `webSocketImpl: WebSocket` to `createClient`");let v=_,y=(()=>{let e=(()=>{let e={};return{on(t,n){return e[t]=n,()=>{delete e[t]}},emit(t){`id`in t&&e[t.id]?.(t)}}})(),t={connecting:f?.connecting?[f.connecting]:[],opened:f?.opened?[f.opened]:[],connected:f?.connected?[f.connected]:[],ping:f?.ping?[f.ping]:[],pong:f?.pong?[f.pong]:[],message:f?.message?[e.emit,f.message]:[e.emit],closed:f?.closed?[f.closed]:[],error:f?.error?[f.error]:[]};return{onMessage:e.on,on(e,n){let r=t[e];return r.push(n),()=>{let e=r.indexOf(n);e>-1&&r.splice(e,1)}},emit(e,...n){for(let r of[...t[e]])r(...n)}}})();function b(e){let t=[y.on(`error`,n=>{t.forEach(e=>e()),e(n)}),y.on(`closed`,n=>{t.forEach(e=>e()),e(n)})];return()=>t.forEach(e=>e())}let x,S=0,C,w=!1,T=0,ee=!1;async function te(){clearTimeout(C);let[e,r]=await(x??=new Promise((e,r)=>(async()=>{if(w){if(await u(T),!S)return x=void 0,r({code:1e3,reason:`All Subscriptions Gone`});T++}y.emit(`connecting`,w);let i=new v(typeof t==`function`?await t():t,`graphql-transport-ws`),a,l;function d(){isFinite(o)&&o>0&&(clearTimeout(l),l=setTimeout(()=>{i.readyState===v.OPEN&&(i.send(Ui({type:Bi.Ping})),y.emit(`ping`,!1,void 0))},o))}b(e=>{x=void 0,clearTimeout(a),clearTimeout(l),r(e),e instanceof Gi&&(i.close(4499,`Terminated`),i.onerror=null,i.onclose=null)}),i.onerror=e=>y.emit(`error`,e),i.onclose=e=>y.emit(`closed`,e),i.onopen=async()=>{try{y.emit(`opened`,i);let e=typeof n==`function`?await n():n;if(i.readyState!==v.OPEN)return;i.send(Ui(e?{type:Bi.ConnectionInit,payload:e}:{type:Bi.ConnectionInit},h)),isFinite(c)&&c>0&&(a=setTimeout(()=>{i.close(zi.ConnectionAcknowledgementTimeout,`Connection acknowledgement timeout`)},c)),d()}catch(e){y.emit(`error`,e),i.close(zi.InternalClientError,Ri(e instanceof Error?e.message:String(e),`Internal client error`))}};let f=!1;i.onmessage=({data:t})=>{try{let n=Hi(t,g);if(y.emit(`message`,n),n.type===`ping`||n.type===`pong`){y.emit(n.type,!0,n.payload),n.type===`pong`?d():s||(i.send(Ui(n.payload?{type:Bi.Pong,payload:n.payload}:{type:Bi.Pong},h)),y.emit(`pong`,!1,n.payload));return}if(f)return;if(n.type!==Bi.ConnectionAck)throw Error(`First message cannot be of type ${n.type}`);clearTimeout(a),f=!0,y.emit(`connected`,i,n.payload,w),w=!1,T=0;let r=new Promise((e,t)=>b(t));r.catch(()=>{}),e([i,r])}catch(e){i.onmessage=null,y.emit(`error`,e),i.close(zi.BadResponse,Ri(e instanceof Error?e.message:String(e),`Bad response`))}}})()));e.readyState===v.CLOSING&&await r;let i=()=>{},l=new Promise(e=>i=e);return[e,i,new Promise((t,n)=>{let i=b(n);e.readyState!==v.OPEN&&r.catch(n),l.then(()=>{if(i(),!S){let t=()=>e.close(1e3,`Normal Closure`);isFinite(a)&&a>0?(clearTimeout(C),C=setTimeout(()=>{!S&&e.readyState===v.OPEN&&t()},a)):t()}t()})})]}function ne(e){if(Ki(e)&&(qi(e.code)||[zi.InternalServerError,zi.InternalClientError,zi.BadRequest,zi.BadResponse,zi.Unauthorized,zi.SubprotocolNotAcceptable,zi.SubscriberAlreadyExists,zi.TooManyInitialisationRequests].includes(e.code)))throw e;if(ee)return!1;if(Ki(e)&&e.code===1e3)return S>0;if(!l||T>=l||!d(e))throw e;return w=!0}r||(async()=>{for(S++;;)try{let[,,e]=await te();await e}catch(e){try{if(!ne(e))return}catch(e){return i?.(e)}}})();function re(e,t){let n=m(e),r=!1,i=!1,a=()=>{S--,r=!0};return(async()=>{for(S++;;)try{let[o,s,c]=await te();if(r)return c.catch(()=>{}),s();let l=y.onMessage(n,e=>{switch(e.type){case Bi.Next:t.next(e.payload);return;case Bi.Error:i=!0,r=!0,t.error(e.payload),a();return;case Bi.Complete:r=!0,a();return}});o.send(Ui({id:n,type:Bi.Subscribe,payload:e},h)),a=()=>{!r&&o.readyState===v.OPEN&&o.send(Ui({id:n,type:Bi.Complete},h)),S--,r=!0,s()},await c.finally(l);return}catch(e){if(!ne(e))return}})().then(()=>{i||t.complete()}).catch(e=>{t.error(e)}),()=>{r||a()}}return{on:y.on,subscribe:re,iterate(e){let t=[],n={done:!1,error:null,resolve:()=>{}},r=re(e,{next(e){t.push(e),n.resolve()},error(e){n.done=!0,n.error=e,n.resolve()},complete(){n.done=!0,n.resolve()}}),i=async function*(){for(;;){for(t.length||await new Promise(e=>n.resolve=e);t.length;)yield t.shift();if(n.error)throw n.error;if(n.done)return}}();return i.throw=async e=>(n.done||(n.done=!0,n.error=e,n.resolve()),{done:!0,value:void 0}),i.return=async()=>(r(),{done:!0,value:void 0}),i},async dispose(){if(ee=!0,x){let[e]=await x;e.close(1e3,`Normal Closure`)}},terminate(){x&&y.emit(`closed`,new Gi)}}}var Gi=class extends Error{name=`TerminatedCloseEvent`;message=`4499: Terminated`;code=4499;reason=`Terminated`;wasClean=!1};function Ki(e){return Ii(e)&&`code`in e&&`reason`in e}function qi(e){return![1e3,1001,1006,1005,1012,1013,1014].includes(e)&&e>=1e3&&e<=1999}function Ji(e){return typeof e==`function`&&`constructor`in e&&`CLOSED`in e&&`CLOSING`in e&&`CONNECTING`in e&&`OPEN`in e}var Y=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new Y(`
    fragment Kpi on KpiResult {
  code
  name
  raw
  category
  unit
  n
  normalised
  status
  evidence
  contribution
  pointsLost
  fallbackUsed
  observedAt
  windowDays
  source
  formula
  error
  segmentMedian {
    median
    n
    segment {
      name
    }
  }
  inputs(first: 3) {
    system
    object
    recordId
    url
  }
}
    `,{fragmentName:`Kpi`}),new Y(`
    fragment Winner on LineageValue {
  value
  rule
  winner
  source {
    system
    object
    recordId
    url
    observedAt
  }
}
    `,{fragmentName:`Winner`}),new Y(`
    fragment Place on PortfolioGroup {
  keys {
    value
    label
  }
  accounts
  arr {
    amount
    currency
  }
  atRisk {
    amount
    currency
  }
  growthExpected {
    amount
    currency
  }
  nrr
  healthMean
  trustMean
  coverage
  health {
    red
    amber
    green
    unknown
    median
  }
}
    `,{fragmentName:`Place`}),new Y(`
    fragment Banded on PortfolioGroup {
  keys {
    value
  }
  accounts
  coverage
  arr {
    amount
    currency
  }
}
    `,{fragmentName:`Banded`}),new Y(`
    fragment Surveyed on GroupSurvey {
  kind
  value
  n
  marginOfError
  accounts
  delta
  status
  scale
  formula
  byRole {
    role
    value
    n
  }
}
    `,{fragmentName:`Surveyed`}),new Y(`
    fragment Loop on Feedback {
  id
  at
  kind
  score
  touchpoint
  text
  account {
    id
    name
  }
  loop {
    state
    dueAt
    overdue
    ackAt
    actedAt
    owner {
      name
    }
    toldCustomer
  }
}
    `,{fragmentName:`Loop`}),new Y(`
    fragment Valued on InitiativeValue {
  healthDelta
  standardError
  benefit {
    amount
    currency
  }
  roi
  method
  notes
}
    `,{fragmentName:`Valued`}),new Y(`
    fragment Branch on MetricNode {
  code
  name
  value
  weight
  known
  reason
  metric {
    level
    classes
    owner
  }
}
    `,{fragmentName:`Branch`}),new Y(`
    fragment Candidate on MatchCandidate {
  id
  score
  merged
  money {
    amount
    currency
  }
  left {
    system
    object
    recordId
    url
    observedAt
  }
  right {
    system
    object
    recordId
    url
    observedAt
  }
  reasons {
    field
    weight
    outcome
    left
    right
  }
}
    `,{fragmentName:`Candidate`}),new Y(`
    fragment Ranked on Account {
  id
  name
  country
  position
  owner {
    id
    name
  }
  nextRenewal {
    id
    end
    daysToEnd
    value {
      amount
      currency
    }
    renewalProbability {
      value
      low
      high
      calibrated
    }
  }
  health {
    value
    band
    confidence
    coverage
    low
    high
    trend(days: 28) {
      delta
      likeForLike
      direction
    }
    drivers(first: 3) {
      code
      name
      raw
      unit
      normalised
      pointsLost
    }
    caps {
      code
      cap
      reason
    }
  }
  trust {
    value
  }
  champion {
    contact {
      id
      name
    }
    champion
    left
    lastTwoWayContact
  }
  opportunity {
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    riskShare
    growthShare
  }
  recommendations(first: 1) {
    code
    title
    because
    expectedValue {
      amount
      currency
    }
  }
}
    `,{fragmentName:`Ranked`});var Yi=new Y(`
    subscription HealthMoved {
  healthChanged(minDelta: 0.1) {
    version
  }
}
    `),Xi=new Y(`
    subscription PositionMoved {
  positionChanged {
    version
  }
}
    `),Zi=new Y(`
    subscription SignalRaised {
  canaryRaised {
    id
  }
}
    `),Qi=new Y(`
    subscription RunMoved {
  syncProgress {
    id
    state
  }
}
    `),$i=new Y(`
    query Account($id: ID!) {
  account(id: $id) {
    id
    name
    legalName
    domain
    country
    region
    industry
    linesOfBusiness
    position
    stayRisk
    arr {
      amount
      currency
    }
    nrr
    grr
    owner {
      id
      name
    }
    parent {
      id
      name
    }
    segments {
      id
      name
    }
    champion {
      contact {
        id
        name
        title
      }
      champion
      left
      lastTwoWayContact
    }
    nextRenewal {
      id
      end
      daysToEnd
      value {
        amount
        currency
      }
      renewalProbability {
        value
        low
        high
        calibrated
      }
    }
    health {
      value
      computed
      band
      confidence
      coverage
      low
      high
      modelVersion
      asOf
      override {
        value
        reason
        expiresAt
      }
      caps {
        code
        cap
        reason
      }
      trend(days: 28) {
        delta
        likeForLike
        direction
      }
      stages {
        stage
        weight
        score
        status
        evidence
        momentThatMatters
        kpis {
          ...Kpi
        }
      }
    }
    trust {
      value
      coverage
      responses
      net
      intent
      competence
      weakest
      factors {
        factor
        score
        basis
        survey
        surveyN
        operational
        alpha
        gap
        gapFlag
        reason
        statement
      }
      behaviours {
        behaviour
        likelihood
        calibrated
      }
      recommendation {
        code
        title
        because
      }
    }
    opportunity {
      asOf
      horizonMonths
      position
      arr {
        amount
        currency
      }
      renewalExpected {
        amount
        currency
      }
      atRisk {
        amount
        currency
      }
      unknownAtRisk {
        amount
        currency
      }
      growthExpected {
        amount
        currency
      }
      net {
        amount
        currency
      }
      riskShare
      growthShare
      toRiskLine
      toGrowthLine
      notes
      renewals {
        contract {
          id
          name
          end
        }
        due
        value {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        atRisk {
          amount
          currency
        }
        atRiskLow {
          amount
          currency
        }
        atRiskHigh {
          amount
          currency
        }
        lost
        unknown
        probability {
          value
          low
          high
          calibrated
          factors {
            name
            logOdds
            note
          }
        }
      }
      pipeline {
        opportunityId
        product
        amount {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        probability
        probabilitySource
        closeDate
      }
      expansion {
        product
        amount {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        propensity
        peersOwning
        peerCount
        evidence
        suppressedByOpportunity
      }
    }
    recommendations(first: 3) {
      code
      title
      because
      moment
      expectedValue {
        amount
        currency
      }
    }
    signals(open: true) {
      id
      rule
      raisedAt
      suggested {
        title
        because
      }
    }
    actions {
      id
      title
      status
      kind
      trigger
      dueAt
      overdue
      owner {
        name
      }
      verdict
      effect
      standardError
      realised {
        riskAvoided {
          amount
          currency
        }
      }
    }
    freshness {
      system
      category
      lagSeconds
      expectedSeconds
      state
      lastSuccess
      affectsKpis
    }
  }
}
    fragment Kpi on KpiResult {
  code
  name
  raw
  category
  unit
  n
  normalised
  status
  evidence
  contribution
  pointsLost
  fallbackUsed
  observedAt
  windowDays
  source
  formula
  error
  segmentMedian {
    median
    n
    segment {
      name
    }
  }
  inputs(first: 3) {
    system
    object
    recordId
    url
  }
}`),ea=new Y(`
    query AccountPeople($id: ID!) {
  account(id: $id) {
    stakeholders {
      contact {
        id
        name
        title
      }
      role
      influence
      influenceDerived
      reportsTo
      champion
      championProposal {
        status
        because
      }
      sentiment
      lastTwoWayContact
      staleSince
      coverage
      valueTier
      lastNps
      left
      owner {
        name
      }
    }
    people {
      blindSpot {
        blind
        decisionMakers
        heard
        touched
      }
      completeness {
        score
        missing
      }
      humanTouch {
        ratio
        belowFloor
        floor
      }
      unseenPlayers(first: 5) {
        contact {
          id
          name
        }
        metIn
      }
    }
    team {
      id
      roles
      openDeals
      employee {
        id
        name
      }
    }
  }
}
    `),ta=new Y(`
    query AccountPast($id: ID!, $from: Date!, $to: Date!) {
  account(id: $id) {
    health {
      history(from: $from, to: $to, grain: WEEK) {
        at
        value
        coverage
      }
      explainChange(from: $from, to: $to) {
        code
        fromNormalised
        toNormalised
        points
        cause
      }
    }
    timeline(first: 120) {
      edges {
        node {
          id
          at
          kind
          stage
          channel
          human
          title
          source {
            system
            object
            recordId
            url
          }
        }
      }
    }
    feedback(first: 12) {
      id
      at
      kind
      touchpoint
      role
      score
      scale
      sentiment
      themes
      text
      loop {
        state
        dueAt
        overdue
        toldCustomer
        owner {
          name
        }
      }
    }
  }
}
    `),na=new Y(`
    query AccountRecords($id: ID!) {
  account(id: $id) {
    name
    legalName
    domain
    country
    industry
    nameLineage: lineage(field: "name") {
      ...Winner
    }
    legalNameLineage: lineage(field: "legalName") {
      ...Winner
    }
    domainLineage: lineage(field: "domain") {
      ...Winner
    }
    countryLineage: lineage(field: "country") {
      ...Winner
    }
    industryLineage: lineage(field: "industry") {
      ...Winner
    }
    sourceRecords {
      system
      object
      recordId
      url
      observedAt
      category
    }
    identity {
      events(first: 5) {
        at
        what
        cause
        records
        other
      }
    }
  }
}
    fragment Winner on LineageValue {
  value
  rule
  winner
  source {
    system
    object
    recordId
    url
    observedAt
  }
}`),ra=new Y(`
    query WhatIf($id: ID!, $raw: [RawInput!]) {
  account(id: $id) {
    health(whatIf: {raw: $raw}) {
      value
      band
      low
      high
      coverage
    }
  }
}
    `),ia=new Y(`
    query Knots {
  healthModel {
    stages {
      stage
      kpis {
        code
        name
        unit
        knots {
          raw
          score
        }
        categories {
          word
          score
        }
      }
    }
  }
}
    `),aa=new Y(`
    query Executive($filter: AccountFilter) {
  executiveSummary(filter: $filter) {
    asOf
    accounts
    coverage
    nrr
    grr
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    net {
      amount
      currency
    }
    costToServe {
      amount
      currency
    }
    lifetimeValue {
      amount
      currency
    }
    billed {
      amount
      currency
    }
    health {
      red
      amber
      green
      unknown
      median
    }
    selfCheck {
      dataAge
      momentsMeasured
      perceptionAndFacts
    }
    beacon {
      metric
      role
      n
      events
      auc
      brier
      verdict
      tested
      learntOn
    }
    goals {
      id
      name
      outcome
      anchor
      baseline
      baselineOn
      target
      current
      due
      onTrack
      progress
      currency
      warnings
    }
    sentences {
      text
      facts
    }
    topRisks(first: 5) {
      id
      name
      health {
        value
        band
        confidence
      }
      opportunity {
        arr {
          amount
          currency
        }
        atRisk {
          amount
          currency
        }
      }
    }
    topGrowth(first: 5) {
      id
      name
      health {
        value
        band
        confidence
      }
      opportunity {
        arr {
          amount
          currency
        }
        growthExpected {
          amount
          currency
        }
      }
    }
  }
}
    `),oa=new Y(`
    query ByPlace($filter: AccountFilter) {
  countries: portfolio(filter: $filter, groupBy: [COUNTRY]) {
    ...Place
  }
  lines: portfolio(filter: $filter, groupBy: [LINE_OF_BUSINESS]) {
    ...Place
  }
}
    fragment Place on PortfolioGroup {
  keys {
    value
    label
  }
  accounts
  arr {
    amount
    currency
  }
  atRisk {
    amount
    currency
  }
  growthExpected {
    amount
    currency
  }
  nrr
  healthMean
  trustMean
  coverage
  health {
    red
    amber
    green
    unknown
    median
  }
}`),sa=new Y(`
    query Weeks($filter: AccountFilter, $a: Date!, $b: Date!, $c: Date!, $d: Date!, $e: Date!, $f: Date!, $g: Date!, $h: Date!) {
  a: portfolio(asOf: $a, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  b: portfolio(asOf: $b, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  c: portfolio(asOf: $c, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  d: portfolio(asOf: $d, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  e: portfolio(asOf: $e, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  f: portfolio(asOf: $f, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  g: portfolio(asOf: $g, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  h: portfolio(asOf: $h, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
}
    fragment Banded on PortfolioGroup {
  keys {
    value
  }
  accounts
  coverage
  arr {
    amount
    currency
  }
}`),ca=new Y(`
    query Segments {
  segments {
    id
    name
    definition
    accountCount
    nrr
    grr
    health {
      red
      amber
      green
      unknown
      median
    }
    momentsThatMatter {
      touchpoint
      stage
      weightMultiplier
      measured
      measuredBy
    }
    targets {
      metric
      name
      target
      median
      gap
      membersBelow
      n
    }
  }
}
    `),la=new Y(`
    query Surveys($filter: AccountFilter) {
  nps: survey(kind: NPS, filter: $filter) {
    ...Surveyed
  }
  csat: survey(kind: CSAT, filter: $filter) {
    ...Surveyed
  }
  ces5: survey(kind: CES5, filter: $filter) {
    ...Surveyed
  }
  ces7: survey(kind: CES7, filter: $filter) {
    ...Surveyed
  }
  neteasy: survey(kind: NETEASY, filter: $filter) {
    ...Surveyed
  }
}
    fragment Surveyed on GroupSurvey {
  kind
  value
  n
  marginOfError
  accounts
  delta
  status
  scale
  formula
  byRole {
    role
    value
    n
  }
}`),ua=new Y(`
    query Drivers($outcome: String!, $metrics: [String!]!) {
  correlation(input: {metrics: $metrics, outcome: $outcome, minN: 20}) {
    metric
    n
    rho
    ciLow
    ciHigh
    q
    significant
    slopePer10
    note
  }
  healthModel {
    stages {
      stage
      kpis {
        code
        name
      }
    }
  }
}
    `),da=new Y(`
    query Beacon {
  beaconTest(candidates: ["NPS", "CHI", "TRUST", "NETEASY"], byRole: true) {
    metric
    role
    n
    events
    auc
    brier
    brierOfRate
    verdict
  }
}
    `),fa=new Y(`
    query Canaries {
  signals(filter: {rules: [DELIVERY, SEGMENT], days: 90}, first: 60) {
    id
    rule
    raisedAt
    endedOn
    ticketSpike
    onTimeDeltaPoints
    segment {
      id
      name
    }
    model
    accounts(first: 5) {
      id
      name
    }
    membersNotYetHit(first: 20) {
      id
      name
    }
    suggested {
      title
      because
    }
    structural {
      title
      because
    }
  }
}
    `),pa=new Y(`
    query Loops($filter: AccountFilter) {
  openLoops(filter: $filter, first: 120) {
    ...Loop
  }
  viewer {
    orders
  }
}
    fragment Loop on Feedback {
  id
  at
  kind
  score
  touchpoint
  text
  account {
    id
    name
  }
  loop {
    state
    dueAt
    overdue
    ackAt
    actedAt
    owner {
      name
    }
    toldCustomer
  }
}`),ma=new Y(`
    query Ledger {
  initiatives(first: 50) {
    id
    name
    status
    start
    due
    reach
    peers
    periodDays
    verdict
    cost {
      amount
      currency
    }
    targets {
      kpi
      from
      to
    }
    owner {
      name
    }
    forecast {
      ...Valued
    }
    realised {
      ...Valued
    }
  }
}
    fragment Valued on InitiativeValue {
  healthDelta
  standardError
  benefit {
    amount
    currency
  }
  roi
  method
  notes
}`),ha=new Y(`
    query Tree($filter: AccountFilter) {
  metricTree(filter: $filter) {
    name
    value
    lead
    known
    accounts
    nodes {
      ...Branch
      children {
        ...Branch
        children {
          ...Branch
        }
      }
    }
  }
}
    fragment Branch on MetricNode {
  code
  name
  value
  weight
  known
  reason
  metric {
    level
    classes
    owner
  }
}`),ga=new Y(`
    mutation Acknowledge($id: ID!) {
  acknowledgeFeedback(feedbackId: $id) {
    id
    loop {
      state
    }
  }
}
    `),_a=new Y(`
    mutation Close($id: ID!, $did: String!, $told: Boolean!) {
  closeLoop(feedbackId: $id, whatWeDid: $did, toldCustomer: $told) {
    id
    loop {
      state
    }
  }
}
    `),va=new Y(`
    query Review($kind: PartyKind!, $first: Int!) {
  identityReview(kind: $kind, first: $first) {
    ...Candidate
  }
  viewer {
    orders
  }
}
    fragment Candidate on MatchCandidate {
  id
  score
  merged
  money {
    amount
    currency
  }
  left {
    system
    object
    recordId
    url
    observedAt
  }
  right {
    system
    object
    recordId
    url
    observedAt
  }
  reasons {
    field
    weight
    outcome
    left
    right
  }
}`),ya=new Y(`
    query Why($kind: PartyKind!, $left: ExternalKey!, $right: ExternalKey!) {
  whyMatch(kind: $kind, left: $left, right: $right) {
    id
    score
    weight
    apart
    left {
      system
      object
      recordId
      url
    }
    right {
      system
      object
      recordId
      url
    }
    reasons {
      field
      weight
      outcome
      left
      right
    }
    verdict {
      same
      reason
      saidBy
      saidAt
    }
  }
}
    `),ba=new Y(`
    mutation Decide($id: ID!, $same: Boolean!, $reason: String) {
  decideMatch(id: $id, same: $same, reason: $reason) {
    id
    name
  }
}
    `),xa=new Y(`
    mutation Undo($id: ID!) {
  undoMatch(id: $id) {
    id
    name
  }
}
    `),Sa=new Y(`
    query Sources {
  connectors {
    id
    kind
    category
    state
    lastSuccess
    lastRecord
    intervalSeconds
    servesKpis
    version
    disconnectedAt
    rateLimit {
      remaining
      resetAt
    }
    runs(first: 6) {
      id
      state
      queuedAt
      startedAt
      finishedAt
      read
      written
      rejected
      skipped
    }
  }
  dataQuality {
    source
    category
    accountRecords
    accounts
    contactRecords
    contacts
    duplicates {
      records
      of
      share
    }
    invalidVat {
      records
      of
      share
    }
    invalidEmail {
      records
      of
      share
    }
    invalidCountry {
      records
      of
      share
    }
    withoutOwner {
      records
      of
      share
    }
  }
  viewer {
    orders
  }
}
    `),Ca=new Y(`
    query SourceFields($id: ID!) {
  connector(id: $id) {
    id
    objects {
      name
      cursorField
      incremental
      deletes
      mapsTo
      fields {
        source
        target
        coverage
        transform
      }
    }
    runs(first: 5) {
      id
      queuedAt
      rejected
      errors(first: 20) {
        code
        message
        object
        path
        recordId
      }
    }
  }
}
    `),wa=new Y(`
    query KpiSources {
  healthModel {
    stages {
      stage
      kpis {
        code
        name
        source
      }
    }
  }
}
    `),Ta=new Y(`
    mutation Sync($source: ID!) {
  syncNow(source: $source) {
    id
    state
  }
}
    `),Ea=new Y(`
    mutation Try($id: ID!) {
  dryRunSync(connectorId: $id, limit: 100) {
    read
    wouldWrite
    rejected
    matchedAccounts
    newAccounts
    kpisUnlocked
    unmappedFields {
      object
      source
      coverage
      unlocks
    }
    errors {
      code
      message
      object
      path
      recordId
    }
  }
}
    `),Da=new Y(`
    query Start($filter: AccountFilter) {
  executiveSummary(filter: $filter) {
    asOf
    accounts
    coverage
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    health {
      red
      amber
      green
      unknown
      median
    }
  }
  openLoops(filter: $filter, first: 200) {
    id
    loop {
      overdue
    }
  }
  accounts(filter: $filter, orderBy: {field: "atRisk", desc: true}, first: 25) {
    totalCount
    nodes {
      ...Ranked
    }
  }
  signals(filter: {open: true, days: 60}, first: 100) {
    id
    rule
    raisedAt
    ticketSpike
    onTimeDeltaPoints
    segment {
      id
      name
    }
    accounts(first: 5) {
      id
      name
    }
    suggested {
      title
      because
    }
  }
  connectors {
    id
    state
    lastSuccess
  }
}
    fragment Ranked on Account {
  id
  name
  country
  position
  owner {
    id
    name
  }
  nextRenewal {
    id
    end
    daysToEnd
    value {
      amount
      currency
    }
    renewalProbability {
      value
      low
      high
      calibrated
    }
  }
  health {
    value
    band
    confidence
    coverage
    low
    high
    trend(days: 28) {
      delta
      likeForLike
      direction
    }
    drivers(first: 3) {
      code
      name
      raw
      unit
      normalised
      pointsLost
    }
    caps {
      code
      cap
      reason
    }
  }
  trust {
    value
  }
  champion {
    contact {
      id
      name
    }
    champion
    left
    lastTwoWayContact
  }
  opportunity {
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    riskShare
    growthShare
  }
  recommendations(first: 1) {
    code
    title
    because
    expectedValue {
      amount
      currency
    }
  }
}`),Oa=new Y(`
    query Due($filter: AccountFilter) {
  portfolio(filter: $filter) {
    accounts
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
  }
}
    `),ka=new Y(`
    query Bubbles($filter: AccountFilter, $after: String) {
  accountFacts(filter: $filter, first: 1000, after: $after) {
    totalCount
    nodes {
      accountId
      name
      position
      currency
      arrReporting
      atRisk
      growthExpected
      riskShare
      growthShare
      chi
      chiBand
      chiConfidence
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `),Aa=new Y(`
    query Choices {
  viewer {
    name
    role
    areas
  }
  segments {
    id
    name
    accountCount
  }
  countries: accountsAggregate(groupBy: [COUNTRY], first: 300) {
    nodes {
      country
      count
    }
  }
  lines: accountsAggregate(groupBy: [LINE_OF_BUSINESS], first: 300) {
    nodes {
      lineOfBusiness
      count
    }
  }
  owners: accountsAggregate(groupBy: [OWNER], first: 1000) {
    nodes {
      owner
      count
    }
  }
  people: teamMembers(first: 1000) {
    nodes {
      id
      name
    }
  }
}
    `),ja=`accord.credential`,Ma=new class{#e=M(Jt(sessionStorage.getItem(ja)??``));get credential(){return V(this.#e)}set credential(e){N(this.#e,e,!0)}#t=M(null);get refusal(){return V(this.#t)}set refusal(e){N(this.#t,e,!0)}#n=M(0);get turn(){return V(this.#n)}set turn(e){N(this.#n,e,!0)}signIn(e){sessionStorage.setItem(ja,e),this.credential=e,this.refusal=null,this.turn+=1}signOut(){sessionStorage.removeItem(ja),this.credential=``,this.refusal=null,this.turn+=1}refused(e){this.refusal=e}},Na=400,Pa=new class{#e=M(0);get turn(){return V(this.#e)}set turn(e){N(this.#e,e,!0)}#t=M(0);get runs(){return V(this.#t)}set runs(e){N(this.#t,e,!0)}#n=M(!1);get open(){return V(this.#n)}set open(e){N(this.#n,e,!0)}};function Fa(e){let t;return()=>{t??=setTimeout(()=>{t=void 0,e()},Na)}}var Ia=Fa(()=>Pa.turn+=1),La=Fa(()=>Pa.runs+=1);function Ra(){let e=Wi({url:`${location.protocol===`https:`?`wss`:`ws`}://${location.host}/graphql`,connectionParams:()=>Ma.credential?{authorization:`Bearer ${Ma.credential}`}:{},shouldRetry:()=>!0,retryAttempts:1/0,keepAlive:25e3,on:{connected:(e,t,n)=>{Pa.open=!0,n&&Ia()},closed:()=>Pa.open=!1}}),t=(t,n)=>e.subscribe({query:t.toString()},{next:n,error:()=>{},complete:()=>{}}),n=[t(Yi,Ia),t(Xi,Ia),t(Zi,Ia),t(Qi,La)];return()=>{for(let e of n)e();e.dispose(),Pa.open=!1}}var za=new class{#e=M(null);get today(){return V(this.#e)}set today(e){N(this.#e,e,!0)}},Ba=class extends Error{code;constructor(e,t){super(e),this.code=t}};function Va(){let e=Ma.credential;return e?{authorization:`Bearer ${e}`}:{}}async function Ha(e,t,n){let r;try{r=await fetch(`/graphql`,{method:`POST`,headers:{"content-type":`application/json`,...Va()},body:JSON.stringify({query:e.toString(),variables:t}),signal:n??null})}catch(e){throw n?.aborted?e:new Ba(`The hub does not answer. Is it running?`,`UNREACHABLE`)}let i;try{i=await r.json()}catch{throw new Ba(`The hub answered with status ${r.status} and no JSON.`,`UNREADABLE`)}if(r.status===401)throw Ma.refused(i.errors?.[0]?.message??`Who asks is not known here.`),new Ba(`Sign in to see this.`,`UNAUTHENTICATED`);i.extensions?.asOf&&(za.today=i.extensions.asOf);let a=i.errors??[];if(!i.data){let e=a[0];throw new Ba(e?.message??`The hub answered with status ${r.status}.`,e?.extensions?.code??`UNKNOWN`)}return{data:i.data,faults:a,beside:i.extensions??{}}}var Ua=class{#e=M(null);get data(){return V(this.#e)}set data(e){N(this.#e,e)}#t=M([]);get faults(){return V(this.#t)}set faults(e){N(this.#t,e)}#n=M({});get beside(){return V(this.#n)}set beside(e){N(this.#n,e)}#r=M(null);get why(){return V(this.#r)}set why(e){N(this.#r,e,!0)}#i=M(!0);get busy(){return V(this.#i)}set busy(e){N(this.#i,e,!0)}#a=M(null);get at(){return V(this.#a)}set at(e){N(this.#a,e)}#o;#s=M(null);get variables(){return V(this.#s)}set variables(e){N(this.#s,e)}#c=M(null);get answered(){return V(this.#c)}set answered(e){N(this.#c,e)}constructor(e,t,n=`moves`){this.#o=e,vn(()=>{let e=t();if(Ma.turn,n===`moves`&&Pa.turn,n===`runs`&&Pa.runs,e===null)return;let r=new AbortController;return this.#l(e,r.signal),()=>r.abort()})}get text(){return this.#o.toString().trim()}async again(){this.variables!==null&&await this.#l(this.variables)}async#l(e,t){this.busy=!0,this.variables=e;try{let n=await Ha(this.#o,e,t);if(t?.aborted)return;this.data=n.data,this.faults=n.faults,this.beside=n.beside,this.answered=e,this.why=null,this.at=new Date}catch(e){if(t?.aborted)return;this.why=e instanceof Ba?e:new Ba(String(e),`UNKNOWN`)}this.busy=!1}},Wa=new class{#e=M(Jt(location.pathname));get path(){return V(this.#e)}set path(e){N(this.#e,e,!0)}#t=M(new URLSearchParams(location.search));get search(){return V(this.#t)}set search(e){N(this.#t,e)}constructor(){addEventListener(`popstate`,()=>this.#n())}#n(){this.path=location.pathname,this.search=new URLSearchParams(location.search)}go(e,t=!1){t?history.replaceState(null,``,e):history.pushState(null,``,e);let n=this.path;this.#n(),this.path!==n&&scrollTo(0,0)}value(e){return this.search.get(e)??``}with(e){let t=new URLSearchParams(this.search);for(let[n,r]of Object.entries(e))r?t.set(n,r):t.delete(n);let n=t.toString();return n?`${this.path}?${n}`:this.path}set(e){this.go(this.with(e),!0)}click(e){if(e.defaultPrevented||e.button!==0||e.metaKey||e.ctrlKey||e.shiftKey||e.altKey)return;let t=e.target?.closest(`a`),n=t?.getAttribute(`href`)??t?.getAttribute(`xlink:href`);t&&n?.startsWith(`/`)&&!t.hasAttribute(`download`)&&!t.getAttribute(`target`)&&(n.startsWith(`/graphiql`)||n.startsWith(`/export`)||(e.preventDefault(),this.go(n)))}},Ga=[`segment`,`country`,`line`,`owner`];function Ka(){let e={},[t,n,r,i]=Ga.map(e=>Wa.value(e));return t&&(e.segment=t),n&&(e.country=[n]),r&&(e.lineOfBusiness=[r]),i&&(e.owner=i),Object.keys(e).length>0?e:null}function qa(e,t={}){let n=new URLSearchParams;for(let e of Ga){let t=Wa.value(e);t&&n.set(e,t)}for(let[e,r]of Object.entries(t))n.set(e,r);let r=n.toString();return r?`${e}?${r}`:e}var Ja=`–`,Ya=navigator.language||`en`;function X(e,t=!1){if(!e)return Ja;let n=Number(e.amount),r=!t&&Math.abs(n)>=1e3?{notation:`compact`,maximumSignificantDigits:3}:{maximumFractionDigits:t?2:0};return new Intl.NumberFormat(Ya,{style:`currency`,currency:e.currency,...r}).format(n)}function Xa(e){return e?Number(e.amount):null}function Z(e,t=1){return e==null?Ja:new Intl.NumberFormat(Ya,{maximumFractionDigits:t,minimumFractionDigits:0}).format(e)}function Za(e,t=0){return e==null?Ja:new Intl.NumberFormat(Ya,{style:`percent`,maximumFractionDigits:t}).format(e)}function Qa(e,t=1){return e==null?Ja:new Intl.NumberFormat(Ya,{signDisplay:`exceptZero`,maximumFractionDigits:t}).format(e)}function $a(e){return e?new Date(e.length===10?`${e}T12:00:00`:e).toLocaleDateString(Ya,{day:`numeric`,month:`short`,year:`numeric`}):Ja}function eo(e){return e?new Date(e).toLocaleString(Ya,{day:`numeric`,month:`short`,hour:`2-digit`,minute:`2-digit`}):Ja}function to(e){if(e==null)return Ja;let[t,n]=[[86400,`days`],[3600,`h`],[60,`min`],[1,`s`]].find(([t])=>e>=t*(t===86400?2:1))??[1,`s`];return`${Math.round(e/t)} ${n}`}function Q(e){return e?e.toLowerCase().replaceAll(`_`,` `):Ja}function no(e){let t=Q(e);return t.charAt(0).toUpperCase()+t.slice(1)}function ro(e,t,n=`${t}s`){return`${Z(e,0)} ${e===1?t:n}`}function io(e,t){let n=new Date(`${e}T12:00:00Z`);return n.setUTCDate(n.getUTCDate()+t),n.toISOString().slice(0,10)}var ao=H(`<a class="plain svelte-cyj3n"> </a>`),oo=H(`<span class="soft name svelte-cyj3n"> </span>`),so=H(`<button class="bare">Sign out</button>`),co=H(`<option> </option>`),lo=H(`<select><option> </option><!></select>`),uo=H(`<button class="bare">All accounts</button>`),fo=H(`<div class="narrows screen-only svelte-cyj3n" role="group" aria-label="Which accounts"><!> <!></div>`),po=H(`<header class="bar svelte-cyj3n"><a class="mark plain svelte-cyj3n"><img src="/mark.svg" alt="" width="26" height="26"/> Accord</a> <nav aria-label="Pages" class="svelte-cyj3n"></nav> <div class="who small screen-only svelte-cyj3n"><span class="soft name svelte-cyj3n"> </span> <!> <button class="bare"> </button> <!></div></header> <!>`,1);function mo(e,t){k(t,!0);let n=[[``,`Customers`,`PORTFOLIO`],[`executive`,`Executive`,`PORTFOLIO`],[`experience`,`Experience`,`PORTFOLIO`],[`sources`,`Sources`,`SOURCES`],[`review`,`Review`,`IDENTITY`]],r=new Ua(Aa,()=>({}),!1),i=A(()=>r.data),a=A(()=>V(i)?.viewer.areas),o=A(()=>n.filter(([,,e])=>!V(a)||V(a).includes(e))),s=A(()=>t.page===``||t.page===`executive`||t.page===`experience`),c=A(()=>{if(!V(i))return[];let e=new Map(V(i).people?.nodes.map(e=>[String(e.id),e.name])),t=(e,t,n)=>e==null?[]:[{value:String(e),said:`${t} (${Z(n,0)})`}],n=e=>{try{return new Intl.DisplayNames(void 0,{type:`region`}).of(e)??e}catch{return e}},r=[[`segment`,`All segments`,V(i).segments.filter(e=>e.accountCount>0).flatMap(e=>t(e.id,e.name,e.accountCount))],[`country`,`All countries`,V(i).countries?.nodes.flatMap(e=>t(e.country,n(e.country??``),e.count))??[]],[`line`,`All lines of business`,V(i).lines?.nodes.flatMap(e=>t(e.lineOfBusiness,e.lineOfBusiness??``,e.count))??[]],[`owner`,`All owners`,V(i).owners?.nodes.flatMap(n=>t(n.owner,e.get(String(n.owner))??String(n.owner),n.count))??[]]];for(let[,,e]of r)e.sort((e,t)=>e.said.localeCompare(t.said));return r}),l=A(()=>Ga.some(e=>Wa.value(e))),u=`accord.theme`,d=M(Jt(localStorage.getItem(u)??(matchMedia(`(prefers-color-scheme: dark)`).matches?`dark`:`light`)));vn(()=>{document.documentElement.dataset.theme=V(d)});function f(){N(d,V(d)===`dark`?`light`:`dark`,!0),localStorage.setItem(u,V(d))}var p=po(),h=F(p),g=P(h),_=L(g,2);K(_,21,()=>V(o),([e,t])=>e,(e,n)=>{var r=A(()=>m(V(n),2));let i=()=>V(r)[0],a=()=>V(r)[1];var o=ao(),s=I(o,!0);R(e=>{J(o,`href`,e),J(o,`aria-current`,t.page===i()||i()===``&&t.page===`accounts`?`page`:void 0),W(s,a())},[()=>qa(`/${i()}`)]),U(e,o)}),O(_);var v=L(_,2),y=P(v),b=I(y,!0),x=L(y,2),S=e=>{var t=oo(),n=I(t,!0);R(()=>{J(t,`title`,`Role: ${V(i).viewer.role??``}`),W(n,V(i).viewer.name)}),U(e,t)};G(x,e=>{V(i)&&e(S)});var C=L(x,2),w=I(C,!0),T=L(C,2),ee=e=>{var t=so();yr(`click`,t,()=>Ma.signOut()),U(e,t)};G(T,e=>{Ma.credential&&e(ee)}),O(v),O(h);var te=L(h,2),ne=e=>{var t=fo(),n=P(t);K(n,17,()=>V(c),([e,t,n])=>e,(e,t)=>{var n=A(()=>m(V(t),3));let r=()=>V(n)[0],i=()=>V(n)[1],a=()=>V(n)[2];var o=jr(),s=F(o),c=e=>{var t=lo();let n;var o=P(t),s=I(o,!0);o.value=o.__value=``,K(L(o),17,a,e=>e.value,(e,t)=>{var n=co(),r=I(n,!0),i={};R(()=>{W(r,V(t).said),i!==(i=V(t).value)&&(n.value=(n.__value=i)??``)}),U(e,n)}),O(t);var c;mi(t),R((e,r,a)=>{J(t,`aria-label`,e),n=q(t,1,`svelte-cyj3n`,null,n,{set:r}),W(s,i()),c!==(c=a)&&(t.value=(t.__value=c)??``,pi(t,c))},[()=>i().replace(`All `,`By `),()=>Wa.value(r()),()=>Wa.value(r())]),yr(`change`,t,e=>Wa.set({[r()]:e.currentTarget.value||null})),U(e,t)},l=A(()=>a().length>1||Wa.value(r()));G(s,e=>{V(l)&&e(c)}),U(e,o)});var r=L(n,2),i=e=>{var t=uo();yr(`click`,t,()=>Wa.set(Object.fromEntries(Ga.map(e=>[e,null])))),U(e,t)};G(r,e=>{V(l)&&e(i)}),O(t),U(e,t)};G(te,e=>{V(s)&&V(c).length>0&&e(ne)}),R(e=>{J(g,`href`,e),J(y,`title`,Pa.open?`What moves is shown as it moves`:`The hub does not say what moves; reload to see it`),W(b,Pa.open?`● live`:`○ not live`),W(w,V(d)===`dark`?`Light`:`Dark`)},[()=>qa(`/`)]),yr(`click`,C,f),U(e,p),We()}br([`click`,`change`]);var ho=kr(`<path d="M6 11 1 2h10z"></path>`),go=kr(`<path d="M6 1 11 6 6 11 1 6z"></path>`),_o=kr(`<circle cx="6" cy="6" r="4.6"></circle>`),vo=H(`<b> </b>`),yo=H(`<span><svg viewBox="0 0 12 12" aria-hidden="true"><!></svg> <!> <span class="unseen"> </span></span>`);function bo(e,t){k(t,!0);let n=Pi(t,`large`,3,!1),r=A(()=>t.band===`RED`||t.band===`AMBER`||t.band===`GREEN`?t.band:`UNKNOWN`),i=A(()=>t.confidence===`LOW`||V(r)===`UNKNOWN`);var a=yo();let o;var s=P(a);let c;var l=P(s),u=e=>{U(e,ho())},d=e=>{U(e,go())},f=e=>{U(e,_o())};G(l,e=>{V(r)===`RED`?e(u):V(r)===`AMBER`?e(d,1):e(f,-1)}),O(s);var p=L(s,2),m=e=>{var r=vo(),i=I(r,!0);R(e=>W(i,e),[()=>Z(t.value,+!!n())]),U(e,r)};G(p,e=>{t.value!==void 0&&e(m)});var h=I(L(p,2));O(a),R((e,r,l,u)=>{o=q(a,1,`band ${e??``}`,`svelte-4v9wkz`,o,{large:n()}),J(a,`title`,`${r??``}${l??``}`),c=q(s,0,`svelte-4v9wkz`,null,c,{hollow:V(i)}),W(h,`${u??``}${V(i)&&t.confidence?`, low confidence`:``}`)},[()=>V(r).toLowerCase(),()=>no(V(r)),()=>t.confidence?`, confidence ${Q(t.confidence)}`:``,()=>Q(V(r))]),U(e,a),We()}function xo(e,t,n){return{name:e,columns:t,rows:n}}function So(e,t=`text`){if(e==null||e===``)return`–`;switch(t){case`money`:return X(e);case`number`:return Z(e);case`share`:return Za(e);case`delta`:return Qa(e);case`day`:return $a(e);case`moment`:return eo(e);case`code`:return Q(e);case`text`:return String(e)}}function Co(e){return e==null||e===``?null:typeof e==`object`?Number(e.amount):e}function wo(e){let t=e=>/[",\r\n]/.test(e)?`"${e.replaceAll(`"`,`""`)}"`:e,n=e=>t(/^[=+\-@\t\r]/.test(e)?`'${e}`:e),r=e.columns.flatMap(e=>e.kind===`money`?[e.head,`${e.head} currency`]:[e.head]),i=e.rows.map(t=>e.columns.flatMap(e=>{let r=e.of(t);return r==null?e.kind===`money`?[``,``]:[``]:typeof r==`object`?[r.amount,r.currency]:[typeof r==`number`?String(r):n(r)]}).join(`,`));return[r.map(n).join(`,`),...i].join(`\r
`)+`\r
`}var To=H(`<th><button class="bare svelte-g1toec"> <span aria-hidden="true"> </span></button></th>`),Eo=H(`<a> </a>`),Do=H(`<td><!></td>`),Oo=H(`<tr></tr>`),ko=H(`<p class="small soft more svelte-g1toec"> <button>Show more</button></p>`),Ao=H(`<div class="holds svelte-g1toec" tabindex="0" role="region"><table><thead class="svelte-g1toec"><tr></tr></thead><tbody></tbody></table> <!></div>`);function jo(e,t){k(t,!0);let n=Pi(t,`first`,3,200),r=M(null),i=M(!0),a=A(n),o=A(()=>{let e=V(r)===null?void 0:t.table.columns[V(r)];return e?[...t.table.rows].sort((t,n)=>{let[r,a]=[Co(e.of(t)),Co(e.of(n))];if(r===null||a===null)return r===a?0:r===null?1:-1;let o=typeof r==`number`&&typeof a==`number`?r-a:String(r).localeCompare(String(a));return V(i)?-o:o}):t.table.rows});function s(e){V(r)===e?N(i,!V(i)):(e=>{var t=m(e,2);N(r,t[0],!0),N(i,t[1],!0)})([e,!0])}let c=e=>e===`number`||e===`share`||e===`delta`||e===`money`;var l=Ao(),u=P(l),d=P(u),f=P(d);K(f,23,()=>t.table.columns,e=>e.head,(e,t,n)=>{var a=To();let o;var l=P(a),u=P(l,!0),d=I(L(u),!0);O(l),O(a),R(e=>{J(a,`aria-sort`,V(r)===V(n)?V(i)?`descending`:`ascending`:`none`),o=q(a,1,`svelte-g1toec`,null,o,{number:e}),W(u,V(t).head),W(d,V(r)===V(n)?V(i)?` ↓`:` ↑`:``)},[()=>c(V(t).kind)]),yr(`click`,l,()=>s(V(n))),U(e,a)}),O(f),O(d);var p=L(d);K(p,21,()=>V(o).slice(0,V(a)),Wr,(e,n)=>{var r=Oo();K(r,21,()=>t.table.columns,e=>e.head,(e,t)=>{let r=A(()=>V(t).to?.(V(n)));var i=Do();let a;var o=P(i),s=e=>{var i=Eo(),a=I(i,!0);R(e=>{J(i,`href`,V(r)),W(a,e)},[()=>So(V(t).of(V(n)),V(t).kind)]),U(e,i)},l=e=>{var r=Ar();R(e=>W(r,e),[()=>So(V(t).of(V(n)),V(t).kind)]),U(e,r)};G(o,e=>{V(r)?e(s):e(l,-1)}),O(i),R(e=>a=q(i,1,`wraps svelte-g1toec`,null,a,{number:e}),[()=>c(V(t).kind)]),U(e,i)}),O(r),U(e,r)}),O(p),O(u);var h=L(u,2),g=e=>{var t=ko(),n=P(t),r=L(n);O(t),R(()=>W(n,`${V(a)??``} of ${V(o).length??``} rows. `)),yr(`click`,r,()=>N(a,V(a)+500)),U(e,t)};G(h,e=>{V(o).length>V(a)&&e(g)}),O(l),R(()=>J(l,`aria-label`,t.table.name)),U(e,l),We()}br([`click`]);var Mo=H(`<p class="small soft"> </p>`),No=H(`<button class="bare svelte-baybvi">Table</button> <button class="bare" title="Download these numbers as CSV">CSV</button>`,1),Po=H(`<button class="bare" title="Copy the question as GraphQL">GraphQL</button>`),Fo=H(`<p class="nothing" role="alert"> </p>`),Io=H(`<div class="waiting svelte-baybvi" aria-label="Loading"></div>`),Lo=H(`<p class="nothing"> </p>`),Ro=H(`<p class="small late svelte-baybvi" role="alert"> </p>`),zo=H(`<p class="small soft fault svelte-baybvi"> </p>`),Bo=H(`<!> <!> <!>`,1),Vo=H(`<section><header class="svelte-baybvi"><div class="what svelte-baybvi"><h2> </h2> <!></div> <!> <div class="tools screen-only svelte-baybvi"><!> <!></div></header> <p class="small soft said svelte-baybvi" role="status"> </p> <!> <!></section>`);function $(e,t){let n=Mr();k(t,!0);let r=Pi(t,`table`,3,null),i=Pi(t,`nothing`,3,null),a=Pi(t,`card`,3,!0),o=M(!1),s=M(``),c=A(()=>t.asking&&!t.asking.data?t.asking.why:null),l=A(()=>t.asking!==void 0&&!t.asking.data&&!t.asking.why),u=A(()=>t.asking?.beside.masked??[]);function f(){if(!r())return;let e=document.createElement(`a`),t=URL.createObjectURL(new Blob([wo(r())],{type:`text/csv;charset=utf-8`}));e.href=t,e.download=`${r().name}.csv`,e.click(),setTimeout(()=>URL.revokeObjectURL(t),1e3)}async function p(){if(!t.asking)return;let e=`# variables: ${JSON.stringify(t.asking.variables??{},null,2).replaceAll(`
`,`
# `)}\n${t.asking.text}\n`;try{await navigator.clipboard.writeText(e),N(s,`Copied. Paste it into /graphiql or a client of yours.`)}catch{N(s,`The browser does not let this page copy.`)}setTimeout(()=>N(s,``),4e3)}var m=Vo(),h=P(m),g=P(h),_=P(g),v=I(_,!0),y=L(_,2),b=e=>{var n=Mo(),r=I(n,!0);R(()=>W(r,t.question)),U(e,n)};G(y,e=>{t.question&&e(b)}),O(g);var x=L(g,2);$r(x,()=>t.beside??d);var S=L(x,2),C=P(S),w=e=>{var t=No(),n=F(t),r=L(n,2);R(()=>J(n,`aria-pressed`,V(o))),yr(`click`,n,()=>N(o,!V(o))),yr(`click`,r,f),U(e,t)};G(C,e=>{r()&&e(w)});var T=L(C,2),ee=e=>{var t=Po();yr(`click`,t,p),U(e,t)};G(T,e=>{t.asking&&e(ee)}),O(S),O(h);var te=L(h,2),ne=I(te,!0),re=L(te,2),ie=e=>{var t=Fo(),n=I(t,!0);R(()=>W(n,V(c).message)),U(e,t)},ae=e=>{U(e,Io())},oe=e=>{jo(e,{get table(){return r()}})},se=e=>{var t=Lo(),n=I(t,!0);R(()=>W(n,i())),U(e,t)},ce=e=>{var n=jr();$r(F(n),()=>t.children),U(e,n)};G(re,e=>{V(c)?e(ie):V(l)?e(ae,1):V(o)&&r()?e(oe,2):i()?e(se,3):e(ce,-1)});var le=L(re,2),ue=e=>{var n=Bo(),r=F(n),i=e=>{var n=Ro(),r=I(n);R(()=>W(r,`What is shown is from before: ${t.asking.why.message??``}`)),U(e,n)};G(r,e=>{t.asking.why&&e(i)});var a=L(r,2);K(a,17,()=>t.asking.faults.slice(0,3),Wr,(e,t)=>{var n=zo(),r=I(n);R(()=>W(r,`Not shown: ${V(t).message??``}`)),U(e,n)});var o=L(a,2),s=e=>{var t=zo(),n=I(t);R((e,t)=>W(n,`Masked for your role: ${e??``}${t??``}`),[()=>V(u).slice(0,6).join(`, `),()=>V(u).length>6?` and ${Z(V(u).length-6)} more`:``]),U(e,t)};G(o,e=>{V(u).length>0&&e(s)}),U(e,n)};G(le,e=>{t.asking?.data&&e(ue)}),O(m),R(()=>{q(m,1,ri(a()?`card`:`bare-picture`)),J(m,`aria-labelledby`,`${n}-title`),J(m,`data-picture`,r()?.name??t.title),J(_,`id`,`${n}-title`),W(v,t.title),W(ne,V(s))}),U(e,m),We()}br([`click`]);var Ho=H(`<span> </span>`);function Uo(e,t){let n={BUSINESS_AT_RISK:[`▼ At risk`,`red`],BUSINESS_AT_GROWTH:[`▲ At growth`,`green`],BOTH:[`◆ Risk and growth`,`amber`],STABLE:[`● Stable`,`stable`],UNKNOWN:[`○ Not known`,`unknown`]},r=A(()=>n[t.position??`UNKNOWN`]);var i=Ho(),a=I(i,!0);R(()=>{q(i,1,`tag ${V(r)[1]??``}`,`svelte-6hh80v`),W(a,V(r)[0])}),U(e,i)}var Wo=H(`<p class="small wraps"> </p>`),Go=H(`<p> </p>`),Ko=H(`<li class="svelte-1o60t4e"><p class="row small"><b> </b><span class="soft"> </span></p> <!> <!></li>`),qo=H(`<ul></ul>`);function Jo(e,t){k(t,!0);let n={NEW:`heard`,ACK:`acknowledged`,ACTED:`acted on`,TOLD:`told what we did`},r=A(()=>xo(`feedback`,[{head:`When`,kind:`moment`,of:e=>e.at},{head:`Survey`,kind:`code`,of:e=>e.kind},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Role`,kind:`code`,of:e=>e.role},{head:`Touchpoint`,of:e=>e.touchpoint},{head:`Themes`,of:e=>e.themes.join(` `)},{head:`Sentiment`,kind:`delta`,of:e=>e.sentiment},{head:`Text`,of:e=>e.text},{head:`Loop`,kind:`code`,of:e=>e.loop?.state},{head:`Due`,kind:`moment`,of:e=>e.loop?.dueAt}],t.all));{let i=A(()=>t.asking.data&&t.all.length===0?`Nobody there answered in a year.`:null);$(e,{title:`What they said`,question:`Their answers, and whether they heard from us`,get asking(){return t.asking},get table(){return V(r)},get nothing(){return V(i)},children:(e,r)=>{var i=qo();K(i,21,()=>t.all,e=>e.id,(e,t)=>{var r=Ko(),i=P(r),a=P(i),o=I(a),s=I(L(a));O(i);var c=L(i,2),l=e=>{var n=Wo(),r=I(n);R(()=>W(r,`“${V(t).text??``}”`)),U(e,n)};G(c,e=>{V(t).text&&e(l)});var u=L(c,2),d=e=>{var r=Go();let i;var a=I(r);R(e=>{i=q(r,1,`small svelte-1o60t4e`,null,i,{late:V(t).loop.overdue}),W(a,`${n[V(t).loop.state]??``}${e??``}${V(t).loop.owner?.name?` · ${V(t).loop.owner.name}`:``}`)},[()=>V(t).loop.overdue?`, late since ${$a(V(t).loop.dueAt)}`:``]),U(e,r)};G(u,e=>{V(t).loop&&e(d)}),O(r),R((e,n,r,i)=>{W(o,`${V(t).kind??`Comment`??``}${e??``}${n??``}`),W(s,`${r??``} · ${V(t).touchpoint??`relation`??``} · ${i??``}`)},[()=>V(t).score===null?``:` ${Z(V(t).score)}`,()=>V(t).scale?.length===2?` of ${Z(V(t).scale[1])}`:``,()=>Q(V(t).role),()=>$a(V(t).at)]),U(e,r)}),O(i),U(e,i)},$$slots:{default:!0}})}We()}var Yo=H(`<li><b> </b> <span class="small"> <span class="soft"> </span></span> <span class="small soft"> </span></li>`),Xo=H(`<ul class="svelte-1ba68nk"></ul>`);function Zo(e,t){k(t,!0);let n=A(()=>xo(`freshness`,[{head:`System`,of:e=>e.system},{head:`Category`,kind:`code`,of:e=>e.category},{head:`State`,kind:`code`,of:e=>e.state},{head:`Age in seconds`,kind:`number`,of:e=>e.lagSeconds},{head:`Promised in seconds`,kind:`number`,of:e=>e.expectedSeconds},{head:`Last success`,kind:`moment`,of:e=>e.lastSuccess},{head:`KPIs`,of:e=>e.affectsKpis.join(` `)}],t.sources));$(e,{title:`Can this page be believed?`,question:`How old is what each source says`,get asking(){return t.asking},get table(){return V(n)},children:(e,n)=>{var r=Xo();K(r,21,()=>t.sources,e=>e.system,(e,t)=>{var n=Yo();let r;var i=P(n),a=I(i),o=L(i,2),s=P(o),c=I(L(s));O(o);var l=I(L(o,2));O(n),R((e,i,o,u)=>{r=q(n,1,`svelte-1ba68nk`,null,r,{late:V(t).state!==`OK`}),W(a,`${V(t).state===`OK`?`●`:`▲`} ${V(t).system??``}`),W(s,`${e??``} `),W(c,`of ${i??``}`),W(l,`${o??``}${u??``}`)},[()=>V(t).lagSeconds===null?`never read`:`${to(V(t).lagSeconds)} old`,()=>to(V(t).expectedSeconds),()=>V(t).state===`OK`?``:`${Q(V(t).state)} · `,()=>V(t).affectsKpis.length>0?ro(V(t).affectsKpis.length,`KPI`):`no KPI`]),U(e,n)}),O(r),U(e,r)},$$slots:{default:!0}}),We()}function Qo(e){let t=[],{health:n,nextRenewal:r}=e;if(r?.daysToEnd!==null&&r?.daysToEnd!==void 0){let e=r.value?`${X(r.value)} `:``,n=r.renewalProbability,i=n?`, ${Za(n.value)} likely`:``;t.push({said:`${e}renews in ${ro(r.daysToEnd,`day`)}${i}`,weight:r.daysToEnd<=90?`strong`:`plain`})}let i=n?.trend.likeForLike??n?.trend.delta;i!=null&&i<=-3&&t.push({said:`health fell ${Z(-i)} in 4 weeks`,weight:`strong`});for(let e of n?.caps.slice(0,1)??[])t.push({said:e.reason,weight:`strong`});e.champion?.left&&t.push({said:`the champion left`,weight:`strong`});for(let e of n?.drivers.slice(0,2)??[]){if(!e.pointsLost)continue;let n=e.raw===null?``:` ${Z(e.raw)}${$o(e.unit)}`;t.push({said:`${e.name}${n} costs ${Z(e.pointsLost)} points`,weight:`plain`})}return n&&n.value!==null||t.push({said:`health is not known: too little was seen`,weight:`plain`}),t}function $o(e){return e?e===`%`||e===`percent`?` %`:` ${e.toLowerCase().replaceAll(`_`,` `)}`:``}var es=H(`<p class="small"> <button class="bare">Show all stages</button></p>`),ts=H(`<tr class="head svelte-xq2cyn"><th colspan="6" scope="rowgroup" class="svelte-xq2cyn"> </th></tr>`),ns=H(` <span class="flag small svelte-xq2cyn"> </span>`,1),rs=H(` <span class="soft small"> </span>`,1),is=H(`<span class="soft"> </span>`),as=H(`<a rel="noreferrer external"> </a>`),os=H(`<!> `,1),ss=H(`<!> <tr><td class="svelte-xq2cyn"><span> </span><!><!></td><td class="number svelte-xq2cyn"> <!></td><td class="number svelte-xq2cyn"> </td><td class="number svelte-xq2cyn"> </td><td class="number lost svelte-xq2cyn"> </td><td class="small svelte-xq2cyn"><!> <!></td></tr>`,1),cs=H(`<tr class="svelte-xq2cyn"><th class="svelte-xq2cyn"> </th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td></tr>`),ls=H(`<tr class="svelte-xq2cyn"><th class="svelte-xq2cyn"> </th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="small soft svelte-xq2cyn"> </td></tr>`),us=H(`<tfoot class="svelte-xq2cyn"><tr class="svelte-xq2cyn"><th class="svelte-xq2cyn">Sum of what was measured</th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="number svelte-xq2cyn"><b> </b></td><td class="small soft svelte-xq2cyn">of 100 points</td></tr><!><!><tr class="svelte-xq2cyn"><th class="svelte-xq2cyn">Health</th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="small soft svelte-xq2cyn"> </td></tr></tfoot>`),ds=H(`<!> <div class="holds svelte-xq2cyn"><table><thead><tr><th>KPI</th><th class="number">Measured</th><th class="number">0–100</th><th class="number">Points</th><th class="number">Lost</th><th>From</th></tr></thead><tbody></tbody><!></table></div>`,1);function fs(e,t){k(t,!0);let n=A(()=>t.health.stages.flatMap(e=>e.kpis.map(t=>({stage:e.stage,kpi:t})))),r=A(()=>t.stage?V(n).filter(e=>e.stage===t.stage):V(n)),i=A(()=>V(n).reduce((e,t)=>e+(t.kpi.contribution??0),0)),a=A(()=>V(n).reduce((e,t)=>e+(t.kpi.pointsLost??0),0)),o=e=>e.raw===null?e.category?Q(e.category):null:`${Z(e.raw)}${$o(e.unit)}`,s=e=>{let t=String(e.recordId);return`${e.system} ${t.length>14?`${t.slice(0,10)}…`:t}`},c={MISSING:`not measured`,EXPIRED:`too old`,STALE:`stale`,LOW_SAMPLE:`too few`,NOT_APPLICABLE:`does not apply`,ERROR:`failed`,OK:``},l=A(()=>xo(`receipt`,[{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`KPI`,of:e=>e.kpi.code},{head:`Name`,of:e=>e.kpi.name},{head:`Raw`,kind:`number`,of:e=>e.kpi.raw},{head:`Unit`,of:e=>e.kpi.unit},{head:`0–100`,kind:`number`,of:e=>e.kpi.normalised},{head:`Points`,kind:`number`,of:e=>e.kpi.contribution},{head:`Lost`,kind:`number`,of:e=>e.kpi.pointsLost},{head:`n`,kind:`number`,of:e=>e.kpi.n},{head:`Evidence`,kind:`share`,of:e=>e.kpi.evidence},{head:`Status`,kind:`code`,of:e=>e.kpi.status},{head:`Observed`,kind:`day`,of:e=>e.kpi.observedAt},{head:`Segment median`,kind:`number`,of:e=>e.kpi.segmentMedian?.median}],V(n)));{let n=A(()=>Z(t.health.value));$(e,{title:`The receipt`,get question(){return`Why exactly ${V(n)??``}?`},get asking(){return t.asking},get table(){return V(l)},children:(e,n)=>{var l=ds(),u=F(l),d=e=>{var n=es(),r=P(n),i=L(r);O(n),R(e=>W(r,`Only ${e??``}. `),[()=>Q(t.stage)]),yr(`click`,i,function(...e){t.clear?.apply(this,e)}),U(e,n)};G(u,e=>{t.stage&&e(d)});var f=L(u,2),p=P(f),m=L(P(p));K(m,23,()=>V(r),({kpi:e,stage:t})=>e.code,(e,t,n)=>{let i=()=>V(t).kpi,a=()=>V(t).stage;var l=ss(),u=F(l),d=e=>{var t=ts(),n=I(P(t),!0);O(t),R(e=>W(n,e),[()=>no(a())]),U(e,t)};G(u,e=>{(V(n)===0||V(r)[V(n)-1]?.stage!==a())&&e(d)});var f=L(u,2);let p;var m=P(f),h=P(m),g=I(h,!0),_=L(h),v=e=>{var t=ns(),n=F(t,!0);n.nodeValue=` `;var r=I(L(n),!0);R(()=>W(r,c[i().status])),U(e,t)};G(_,e=>{c[i().status]&&e(v)});var y=L(_),b=e=>{var t=ns(),n=F(t,!0);n.nodeValue=` `;var r=I(L(n));R(()=>W(r,`by ${i().fallbackUsed??``}`)),U(e,t)};G(y,e=>{i().fallbackUsed&&e(b)}),O(m);var x=L(m),S=P(x,!0),C=L(S),w=e=>{var t=rs(),n=F(t,!0);n.nodeValue=` `;var r=I(L(n));R(()=>W(r,`n ${i().n??``}`)),U(e,t)};G(C,e=>{i().n>0&&e(w)}),O(x);var T=L(x),ee=I(T,!0),te=L(T),ne=I(te,!0),re=L(te),ie=I(re,!0),ae=L(re),oe=P(ae),se=e=>{var t=is(),n=I(t,!0);R(()=>W(n,i().error)),U(e,t)};G(oe,e=>{i().error&&e(se)}),K(L(oe,2),17,()=>i().inputs.slice(0,1),Wr,(e,t)=>{var n=os(),r=F(n),a=e=>{var n=as(),r=I(n,!0);R(e=>{J(n,`href`,V(t).url),J(n,`title`,V(t).recordId),W(r,e)},[()=>s(V(t))]),U(e,n)},o=A(()=>V(t).url?.startsWith(`http`)),c=e=>{var n=is(),r=I(n,!0);R(e=>{J(n,`title`,V(t).recordId),W(r,e)},[()=>s(V(t))]),U(e,n)};G(r,e=>{V(o)?e(a):e(c,-1)});var l=L(r,1,!0);R(()=>W(l,i().inputs.length>1?` …`:``)),U(e,n)}),O(ae),O(f),R((e,t,n,r)=>{p=q(f,1,`svelte-xq2cyn`,null,p,{faded:i().normalised===null}),J(h,`title`,i().formula),W(g,i().name),W(S,e),W(ee,t),W(ne,n),W(ie,r)},[()=>o(i())??(i().normalised===null?`not measured`:`–`),()=>Z(i().normalised),()=>Z(i().contribution,2),()=>i().pointsLost?Z(i().pointsLost,2):``]),U(e,l)}),O(m);var h=L(m),g=e=>{var n=us(),r=P(n),o=L(P(r),3),s=I(P(o),!0);O(o);var c=L(o),l=I(P(c),!0);O(c),Te(),O(r);var u=L(r);K(u,17,()=>t.health.caps,e=>e.code,(e,t)=>{var n=cs(),r=P(n),i=I(r),a=L(r,3),o=I(P(a));O(a),Te(2),O(n),R(e=>{W(i,`Capped: ${V(t).reason??``}`),W(o,`≤ ${e??``}`)},[()=>Z(V(t).cap)]),U(e,n)});var d=L(u),f=e=>{var n=ls(),r=P(n),i=I(r),a=L(r,3),o=I(P(a),!0);O(a);var s=I(L(a,2));O(n),R((e,n)=>{W(i,`Set by a person: ${t.health.override.reason??``??``}`),W(o,e),W(s,`until ${n??``}`)},[()=>Z(t.health.override.value),()=>$a(t.health.override.expiresAt)]),U(e,n)};G(d,e=>{t.health.override&&e(f)});var p=L(d),m=L(P(p),3),h=I(P(m),!0);O(m);var g=I(L(m,2));O(p),O(n),R((e,t,n,r,i)=>{W(s,e),W(l,t),W(h,n),W(g,`${r??``}–${i??``} if the missing were known`)},[()=>Z(V(i),2),()=>Z(V(a),2),()=>Z(t.health.value),()=>Z(t.health.low),()=>Z(t.health.high)]),U(e,n)};G(h,e=>{t.stage||e(g)}),O(p),O(f),U(e,l)},$$slots:{default:!0}})}We()}br([`click`]);var ps=H(`<span class="small soft"> </span>`),ms=H(`<li> </li>`),hs=H(`<ul class="small svelte-5ipacl"></ul>`),gs=H(`<dt class="small soft"> </dt> <dd class="svelte-5ipacl"><button type="button" class="bare svelte-5ipacl"><span class="wraps"> </span><!></button> <!></dd>`,1),_s=H(`<a rel="noreferrer external"> </a>`),vs=H(` <!>`,1),ys=H(`<p class="small soft"> </p>`),bs=H(`<p class="small soft records svelte-5ipacl"> <!></p> <!>`,1),xs=H(`<dl class="svelte-5ipacl"></dl> <!>`,1);function Ss(e,t){k(t,!0);let n=new Ua(na,()=>({id:t.id})),r=A(()=>n.data?.account),i=A(()=>V(r)?[[`Name`,V(r).name,V(r).nameLineage],[`Legal name`,V(r).legalName,V(r).legalNameLineage],[`Domain`,V(r).domain,V(r).domainLineage],[`Country`,V(r).country,V(r).countryLineage],[`Industry`,V(r).industry,V(r).industryLineage]]:[]),a=A(()=>xo(`source-records`,[{head:`System`,of:e=>e.system},{head:`Object`,of:e=>e.object},{head:`Record`,of:e=>e.recordId},{head:`Observed`,kind:`moment`,of:e=>e.observedAt},{head:`Address`,of:e=>e.url}],V(r)?.sourceRecords??[]));$(e,{title:`Where it comes from`,question:`Which record each value is from, by which rule, and what lost`,get asking(){return n},get table(){return V(a)},children:(e,t)=>{var n=xs(),a=F(n);K(a,23,()=>V(i),([e,t,n])=>e,(e,t,n)=>{var r=A(()=>m(V(t),3));let i=()=>V(r)[0],a=()=>V(r)[1],o=()=>V(r)[2],s=A(()=>o().find(e=>e.winner)),c=A(()=>o().filter(e=>!e.winner));var l=gs(),u=F(l),d=I(u,!0),f=L(u,2),p=P(f),h=P(p),g=I(h,!0),_=L(h),v=e=>{var t=ps(),n=I(t);R(e=>W(n,`${V(s).source.system??``}, ${e??``}${V(c).length>0?`; ${V(c).length} lost`:``}`),[()=>Q(V(s).rule)]),U(e,t)};G(_,e=>{V(s)&&e(v)}),O(p);var y=L(p,2),b=e=>{var t=hs();K(t,21,o,Wr,(e,t)=>{var n=ms();let r;var i=I(n);R((e,a)=>{r=q(n,1,`wraps`,null,r,{soft:!V(t).winner}),W(i,`${V(t).winner?`✓`:`✗`} ${V(t).value??`–`??``} — ${V(t).source.system??``} ${V(t).source.object??``} ${V(t).source.recordId??``}, ${e??``}, ${a??``}`)},[()=>Q(V(t).rule),()=>$a(V(t).source.observedAt)]),U(e,n)}),O(t),R(()=>J(t,`id`,`lineage-${V(n)??``}`)),U(e,t)};G(y,e=>{o().length>0&&e(b)}),O(f),R(()=>{W(d,i()),J(p,`aria-describedby`,`lineage-${V(n)??``}`),W(g,a()??`–`)}),yr(`keydown`,p,e=>e.key===`Escape`&&e.currentTarget.blur()),U(e,l)}),O(a);var o=L(a,2),s=e=>{var t=bs(),n=F(t),i=P(n);K(L(i),17,()=>V(r).sourceRecords,Wr,(e,t,n)=>{Te();var r=vs(),i=F(r,!0);i.nodeValue=n>0?`, `:``;var a=L(i),o=e=>{var n=_s(),r=I(n);R(()=>{J(n,`href`,V(t).url),W(r,`${V(t).system??``} ${V(t).recordId??``}`)}),U(e,n)},s=A(()=>V(t).url?.startsWith(`http`)),c=e=>{var n=Ar();R(()=>W(n,`${V(t).system??``} ${V(t).recordId??``}`)),U(e,n)};G(a,e=>{V(s)?e(o):e(c,-1)}),U(e,r)}),O(n),K(L(n,2),17,()=>V(r).identity.events,Wr,(e,t)=>{var n=ys(),r=I(n);R((e,t,n)=>W(r,`${e??``}: ${t??``} (${n??``})`),[()=>$a(V(t).at),()=>Q(V(t).what),()=>Q(V(t).cause)]),U(e,n)}),R(e=>W(i,`${e??``}: `),[()=>ro(V(r).sourceRecords.length,`record`)]),U(e,t)};G(o,e=>{V(r)&&e(s)}),U(e,n)},$$slots:{default:!0}}),We()}br([`keydown`]);function Cs(e,t){return e==null||t==null?NaN:e<t?-1:e>t?1:e>=t?0:NaN}function ws(e,t){return e==null||t==null?NaN:t<e?-1:t>e?1:t>=e?0:NaN}function Ts(e){let t,n,r;e.length===2?(t=e===Cs||e===ws?e:Es,n=e,r=e):(t=Cs,n=(t,n)=>Cs(e(t),n),r=(t,n)=>e(t)-n);function i(e,r,i=0,a=e.length){if(i<a){if(t(r,r)!==0)return a;do{let t=i+a>>>1;n(e[t],r)<0?i=t+1:a=t}while(i<a)}return i}function a(e,r,i=0,a=e.length){if(i<a){if(t(r,r)!==0)return a;do{let t=i+a>>>1;n(e[t],r)<=0?i=t+1:a=t}while(i<a)}return i}function o(e,t,n=0,a=e.length){let o=i(e,t,n,a-1);return o>n&&r(e[o-1],t)>-r(e[o],t)?o-1:o}return{left:i,center:o,right:a}}function Es(){return 0}function Ds(e){return e===null?NaN:+e}var Os=Ts(Cs),ks=Os.right;Os.left,Ts(Ds).center,Array.prototype.slice;var As=Math.sqrt(50),js=Math.sqrt(10),Ms=Math.sqrt(2);function Ns(e,t,n){let r=(t-e)/Math.max(0,n),i=Math.floor(Math.log10(r)),a=r/10**i,o=a>=As?10:a>=js?5:a>=Ms?2:1,s,c,l;return i<0?(l=10**-i/o,s=Math.round(e*l),c=Math.round(t*l),s/l<e&&++s,c/l>t&&--c,l=-l):(l=10**i*o,s=Math.round(e/l),c=Math.round(t/l),s*l<e&&++s,c*l>t&&--c),c<s&&.5<=n&&n<2?Ns(e,t,n*2):[s,c,l]}function Ps(e,t,n){if(t=+t,e=+e,n=+n,!(n>0))return[];if(e===t)return[e];let r=t<e,[i,a,o]=r?Ns(t,e,n):Ns(e,t,n);if(!(a>=i))return[];let s=a-i+1,c=Array(s);if(r){if(o<0)for(let e=0;e<s;++e)c[e]=(a-e)/-o;else for(let e=0;e<s;++e)c[e]=(a-e)*o}else if(o<0)for(let e=0;e<s;++e)c[e]=(i+e)/-o;else for(let e=0;e<s;++e)c[e]=(i+e)*o;return c}function Fs(e,t,n){return t=+t,e=+e,n=+n,Ns(e,t,n)[2]}function Is(e,t,n){t=+t,e=+e,n=+n;let r=t<e,i=r?Fs(t,e,n):Fs(e,t,n);return(r?-1:1)*(i<0?1/-i:i)}function Ls(e,t,n){e.prototype=t.prototype=n,n.constructor=e}function Rs(e,t){var n=Object.create(e.prototype);for(var r in t)n[r]=t[r];return n}function zs(){}var Bs=.7,Vs=1/Bs,Hs=`\\s*([+-]?\\d+)\\s*`,Us=`\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*`,Ws=`\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*`,Gs=/^#([0-9a-f]{3,8})$/,Ks=RegExp(`^rgb\\(${Hs},${Hs},${Hs}\\)$`),qs=RegExp(`^rgb\\(${Ws},${Ws},${Ws}\\)$`),Js=RegExp(`^rgba\\(${Hs},${Hs},${Hs},${Us}\\)$`),Ys=RegExp(`^rgba\\(${Ws},${Ws},${Ws},${Us}\\)$`),Xs=RegExp(`^hsl\\(${Us},${Ws},${Ws}\\)$`),Zs=RegExp(`^hsla\\(${Us},${Ws},${Ws},${Us}\\)$`),Qs={aliceblue:15792383,antiquewhite:16444375,aqua:65535,aquamarine:8388564,azure:15794175,beige:16119260,bisque:16770244,black:0,blanchedalmond:16772045,blue:255,blueviolet:9055202,brown:10824234,burlywood:14596231,cadetblue:6266528,chartreuse:8388352,chocolate:13789470,coral:16744272,cornflowerblue:6591981,cornsilk:16775388,crimson:14423100,cyan:65535,darkblue:139,darkcyan:35723,darkgoldenrod:12092939,darkgray:11119017,darkgreen:25600,darkgrey:11119017,darkkhaki:12433259,darkmagenta:9109643,darkolivegreen:5597999,darkorange:16747520,darkorchid:10040012,darkred:9109504,darksalmon:15308410,darkseagreen:9419919,darkslateblue:4734347,darkslategray:3100495,darkslategrey:3100495,darkturquoise:52945,darkviolet:9699539,deeppink:16716947,deepskyblue:49151,dimgray:6908265,dimgrey:6908265,dodgerblue:2003199,firebrick:11674146,floralwhite:16775920,forestgreen:2263842,fuchsia:16711935,gainsboro:14474460,ghostwhite:16316671,gold:16766720,goldenrod:14329120,gray:8421504,green:32768,greenyellow:11403055,grey:8421504,honeydew:15794160,hotpink:16738740,indianred:13458524,indigo:4915330,ivory:16777200,khaki:15787660,lavender:15132410,lavenderblush:16773365,lawngreen:8190976,lemonchiffon:16775885,lightblue:11393254,lightcoral:15761536,lightcyan:14745599,lightgoldenrodyellow:16448210,lightgray:13882323,lightgreen:9498256,lightgrey:13882323,lightpink:16758465,lightsalmon:16752762,lightseagreen:2142890,lightskyblue:8900346,lightslategray:7833753,lightslategrey:7833753,lightsteelblue:11584734,lightyellow:16777184,lime:65280,limegreen:3329330,linen:16445670,magenta:16711935,maroon:8388608,mediumaquamarine:6737322,mediumblue:205,mediumorchid:12211667,mediumpurple:9662683,mediumseagreen:3978097,mediumslateblue:8087790,mediumspringgreen:64154,mediumturquoise:4772300,mediumvioletred:13047173,midnightblue:1644912,mintcream:16121850,mistyrose:16770273,moccasin:16770229,navajowhite:16768685,navy:128,oldlace:16643558,olive:8421376,olivedrab:7048739,orange:16753920,orangered:16729344,orchid:14315734,palegoldenrod:15657130,palegreen:10025880,paleturquoise:11529966,palevioletred:14381203,papayawhip:16773077,peachpuff:16767673,peru:13468991,pink:16761035,plum:14524637,powderblue:11591910,purple:8388736,rebeccapurple:6697881,red:16711680,rosybrown:12357519,royalblue:4286945,saddlebrown:9127187,salmon:16416882,sandybrown:16032864,seagreen:3050327,seashell:16774638,sienna:10506797,silver:12632256,skyblue:8900331,slateblue:6970061,slategray:7372944,slategrey:7372944,snow:16775930,springgreen:65407,steelblue:4620980,tan:13808780,teal:32896,thistle:14204888,tomato:16737095,turquoise:4251856,violet:15631086,wheat:16113331,white:16777215,whitesmoke:16119285,yellow:16776960,yellowgreen:10145074};Ls(zs,rc,{copy(e){return Object.assign(new this.constructor,this,e)},displayable(){return this.rgb().displayable()},hex:$s,formatHex:$s,formatHex8:ec,formatHsl:tc,formatRgb:nc,toString:nc});function $s(){return this.rgb().formatHex()}function ec(){return this.rgb().formatHex8()}function tc(){return gc(this).formatHsl()}function nc(){return this.rgb().formatRgb()}function rc(e){var t,n;return e=(e+``).trim().toLowerCase(),(t=Gs.exec(e))?(n=t[1].length,t=parseInt(t[1],16),n===6?ic(t):n===3?new cc(t>>8&15|t>>4&240,t>>4&15|t&240,(t&15)<<4|t&15,1):n===8?ac(t>>24&255,t>>16&255,t>>8&255,(t&255)/255):n===4?ac(t>>12&15|t>>8&240,t>>8&15|t>>4&240,t>>4&15|t&240,((t&15)<<4|t&15)/255):null):(t=Ks.exec(e))?new cc(t[1],t[2],t[3],1):(t=qs.exec(e))?new cc(t[1]*255/100,t[2]*255/100,t[3]*255/100,1):(t=Js.exec(e))?ac(t[1],t[2],t[3],t[4]):(t=Ys.exec(e))?ac(t[1]*255/100,t[2]*255/100,t[3]*255/100,t[4]):(t=Xs.exec(e))?hc(t[1],t[2]/100,t[3]/100,1):(t=Zs.exec(e))?hc(t[1],t[2]/100,t[3]/100,t[4]):Qs.hasOwnProperty(e)?ic(Qs[e]):e===`transparent`?new cc(NaN,NaN,NaN,0):null}function ic(e){return new cc(e>>16&255,e>>8&255,e&255,1)}function ac(e,t,n,r){return r<=0&&(e=t=n=NaN),new cc(e,t,n,r)}function oc(e){return e instanceof zs||(e=rc(e)),e?(e=e.rgb(),new cc(e.r,e.g,e.b,e.opacity)):new cc}function sc(e,t,n,r){return arguments.length===1?oc(e):new cc(e,t,n,r??1)}function cc(e,t,n,r){this.r=+e,this.g=+t,this.b=+n,this.opacity=+r}Ls(cc,sc,Rs(zs,{brighter(e){return e=e==null?Vs:Vs**+e,new cc(this.r*e,this.g*e,this.b*e,this.opacity)},darker(e){return e=e==null?Bs:Bs**+e,new cc(this.r*e,this.g*e,this.b*e,this.opacity)},rgb(){return this},clamp(){return new cc(pc(this.r),pc(this.g),pc(this.b),fc(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:lc,formatHex:lc,formatHex8:uc,formatRgb:dc,toString:dc}));function lc(){return`#${mc(this.r)}${mc(this.g)}${mc(this.b)}`}function uc(){return`#${mc(this.r)}${mc(this.g)}${mc(this.b)}${mc((isNaN(this.opacity)?1:this.opacity)*255)}`}function dc(){let e=fc(this.opacity);return`${e===1?`rgb(`:`rgba(`}${pc(this.r)}, ${pc(this.g)}, ${pc(this.b)}${e===1?`)`:`, ${e})`}`}function fc(e){return isNaN(e)?1:Math.max(0,Math.min(1,e))}function pc(e){return Math.max(0,Math.min(255,Math.round(e)||0))}function mc(e){return e=pc(e),(e<16?`0`:``)+e.toString(16)}function hc(e,t,n,r){return r<=0?e=t=n=NaN:n<=0||n>=1?e=t=NaN:t<=0&&(e=NaN),new vc(e,t,n,r)}function gc(e){if(e instanceof vc)return new vc(e.h,e.s,e.l,e.opacity);if(e instanceof zs||(e=rc(e)),!e)return new vc;if(e instanceof vc)return e;e=e.rgb();var t=e.r/255,n=e.g/255,r=e.b/255,i=Math.min(t,n,r),a=Math.max(t,n,r),o=NaN,s=a-i,c=(a+i)/2;return s?(o=t===a?(n-r)/s+(n<r)*6:n===a?(r-t)/s+2:(t-n)/s+4,s/=c<.5?a+i:2-a-i,o*=60):s=c>0&&c<1?0:o,new vc(o,s,c,e.opacity)}function _c(e,t,n,r){return arguments.length===1?gc(e):new vc(e,t,n,r??1)}function vc(e,t,n,r){this.h=+e,this.s=+t,this.l=+n,this.opacity=+r}Ls(vc,_c,Rs(zs,{brighter(e){return e=e==null?Vs:Vs**+e,new vc(this.h,this.s,this.l*e,this.opacity)},darker(e){return e=e==null?Bs:Bs**+e,new vc(this.h,this.s,this.l*e,this.opacity)},rgb(){var e=this.h%360+(this.h<0)*360,t=isNaN(e)||isNaN(this.s)?0:this.s,n=this.l,r=n+(n<.5?n:1-n)*t,i=2*n-r;return new cc(xc(e>=240?e-240:e+120,i,r),xc(e,i,r),xc(e<120?e+240:e-120,i,r),this.opacity)},clamp(){return new vc(yc(this.h),bc(this.s),bc(this.l),fc(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){let e=fc(this.opacity);return`${e===1?`hsl(`:`hsla(`}${yc(this.h)}, ${bc(this.s)*100}%, ${bc(this.l)*100}%${e===1?`)`:`, ${e})`}`}}));function yc(e){return e=(e||0)%360,e<0?e+360:e}function bc(e){return Math.max(0,Math.min(1,e||0))}function xc(e,t,n){return(e<60?t+(n-t)*e/60:e<180?n:e<240?t+(n-t)*(240-e)/60:t)*255}var Sc=Math.PI/180,Cc=180/Math.PI,wc=18,Tc=.96422,Ec=1,Dc=.82521,Oc=4/29,kc=6/29,Ac=3*kc*kc,jc=kc*kc*kc;function Mc(e){if(e instanceof Pc)return new Pc(e.l,e.a,e.b,e.opacity);if(e instanceof Vc)return Hc(e);e instanceof cc||(e=oc(e));var t=Rc(e.r),n=Rc(e.g),r=Rc(e.b),i=Fc((.2225045*t+.7168786*n+.0606169*r)/Ec),a,o;return t===n&&n===r?a=o=i:(a=Fc((.4360747*t+.3850649*n+.1430804*r)/Tc),o=Fc((.0139322*t+.0971045*n+.7141733*r)/Dc)),new Pc(116*i-16,500*(a-i),200*(i-o),e.opacity)}function Nc(e,t,n,r){return arguments.length===1?Mc(e):new Pc(e,t,n,r??1)}function Pc(e,t,n,r){this.l=+e,this.a=+t,this.b=+n,this.opacity=+r}Ls(Pc,Nc,Rs(zs,{brighter(e){return new Pc(this.l+wc*(e??1),this.a,this.b,this.opacity)},darker(e){return new Pc(this.l-wc*(e??1),this.a,this.b,this.opacity)},rgb(){var e=(this.l+16)/116,t=isNaN(this.a)?e:e+this.a/500,n=isNaN(this.b)?e:e-this.b/200;return t=Tc*Ic(t),e=Ec*Ic(e),n=Dc*Ic(n),new cc(Lc(3.1338561*t-1.6168667*e-.4906146*n),Lc(-.9787684*t+1.9161415*e+.033454*n),Lc(.0719453*t-.2289914*e+1.4052427*n),this.opacity)}}));function Fc(e){return e>jc?e**(1/3):e/Ac+Oc}function Ic(e){return e>kc?e*e*e:Ac*(e-Oc)}function Lc(e){return 255*(e<=.0031308?12.92*e:1.055*e**(1/2.4)-.055)}function Rc(e){return(e/=255)<=.04045?e/12.92:((e+.055)/1.055)**2.4}function zc(e){if(e instanceof Vc)return new Vc(e.h,e.c,e.l,e.opacity);if(e instanceof Pc||(e=Mc(e)),e.a===0&&e.b===0)return new Vc(NaN,0<e.l&&e.l<100?0:NaN,e.l,e.opacity);var t=Math.atan2(e.b,e.a)*Cc;return new Vc(t<0?t+360:t,Math.sqrt(e.a*e.a+e.b*e.b),e.l,e.opacity)}function Bc(e,t,n,r){return arguments.length===1?zc(e):new Vc(e,t,n,r??1)}function Vc(e,t,n,r){this.h=+e,this.c=+t,this.l=+n,this.opacity=+r}function Hc(e){if(isNaN(e.h))return new Pc(e.l,0,0,e.opacity);var t=e.h*Sc;return new Pc(e.l,Math.cos(t)*e.c,Math.sin(t)*e.c,e.opacity)}Ls(Vc,Bc,Rs(zs,{brighter(e){return new Vc(this.h,this.c,this.l+wc*(e??1),this.opacity)},darker(e){return new Vc(this.h,this.c,this.l-wc*(e??1),this.opacity)},rgb(){return Hc(this).rgb()}}));var Uc=-.14861,Wc=1.78277,Gc=-.29227,Kc=-.90649,qc=1.97294,Jc=qc*Kc,Yc=qc*Wc,Xc=Wc*Gc-Kc*Uc;function Zc(e){if(e instanceof $c)return new $c(e.h,e.s,e.l,e.opacity);e instanceof cc||(e=oc(e));var t=e.r/255,n=e.g/255,r=e.b/255,i=(Xc*r+Jc*t-Yc*n)/(Xc+Jc-Yc),a=r-i,o=(qc*(n-i)-Gc*a)/Kc,s=Math.sqrt(o*o+a*a)/(qc*i*(1-i)),c=s?Math.atan2(o,a)*Cc-120:NaN;return new $c(c<0?c+360:c,s,i,e.opacity)}function Qc(e,t,n,r){return arguments.length===1?Zc(e):new $c(e,t,n,r??1)}function $c(e,t,n,r){this.h=+e,this.s=+t,this.l=+n,this.opacity=+r}Ls($c,Qc,Rs(zs,{brighter(e){return e=e==null?Vs:Vs**+e,new $c(this.h,this.s,this.l*e,this.opacity)},darker(e){return e=e==null?Bs:Bs**+e,new $c(this.h,this.s,this.l*e,this.opacity)},rgb(){var e=isNaN(this.h)?0:(this.h+120)*Sc,t=+this.l,n=isNaN(this.s)?0:this.s*t*(1-t),r=Math.cos(e),i=Math.sin(e);return new cc(255*(t+n*(Uc*r+Wc*i)),255*(t+n*(Gc*r+Kc*i)),255*(t+qc*r*n),this.opacity)}}));var el=e=>()=>e;function tl(e,t){return function(n){return e+n*t}}function nl(e,t,n){return e**=+n,t=t**+n-e,n=1/n,function(r){return(e+r*t)**+n}}function rl(e,t){var n=t-e;return n?tl(e,n>180||n<-180?n-360*Math.round(n/360):n):el(isNaN(e)?t:e)}function il(e){return(e=+e)==1?al:function(t,n){return n-t?nl(t,n,e):el(isNaN(t)?n:t)}}function al(e,t){var n=t-e;return n?tl(e,n):el(isNaN(e)?t:e)}var ol=(function e(t){var n=il(t);function r(e,t){var r=n((e=sc(e)).r,(t=sc(t)).r),i=n(e.g,t.g),a=n(e.b,t.b),o=al(e.opacity,t.opacity);return function(t){return e.r=r(t),e.g=i(t),e.b=a(t),e.opacity=o(t),e+``}}return r.gamma=e,r})(1);function sl(e,t){t||=[];var n=e?Math.min(t.length,e.length):0,r=t.slice(),i;return function(a){for(i=0;i<n;++i)r[i]=e[i]*(1-a)+t[i]*a;return r}}function cl(e){return ArrayBuffer.isView(e)&&!(e instanceof DataView)}function ll(e,t){for(var n=t?t.length:0,r=e?Math.min(n,e.length):0,i=Array(r),a=Array(n),o=0;o<r;++o)i[o]=vl(e[o],t[o]);for(;o<n;++o)a[o]=t[o];return function(e){for(o=0;o<r;++o)a[o]=i[o](e);return a}}function ul(e,t){var n=new Date;return e=+e,t=+t,function(r){return n.setTime(e*(1-r)+t*r),n}}function dl(e,t){return e=+e,t=+t,function(n){return e*(1-n)+t*n}}function fl(e,t){var n={},r={},i;for(i in typeof e==`object`&&e||(e={}),typeof t==`object`&&t||(t={}),t)i in e?n[i]=vl(e[i],t[i]):r[i]=t[i];return function(e){for(i in n)r[i]=n[i](e);return r}}var pl=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,ml=new RegExp(pl.source,`g`);function hl(e){return function(){return e}}function gl(e){return function(t){return e(t)+``}}function _l(e,t){var n=pl.lastIndex=ml.lastIndex=0,r,i,a,o=-1,s=[],c=[];for(e+=``,t+=``;(r=pl.exec(e))&&(i=ml.exec(t));)(a=i.index)>n&&(a=t.slice(n,a),s[o]?s[o]+=a:s[++o]=a),(r=r[0])===(i=i[0])?s[o]?s[o]+=i:s[++o]=i:(s[++o]=null,c.push({i:o,x:dl(r,i)})),n=ml.lastIndex;return n<t.length&&(a=t.slice(n),s[o]?s[o]+=a:s[++o]=a),s.length<2?c[0]?gl(c[0].x):hl(t):(t=c.length,function(e){for(var n=0,r;n<t;++n)s[(r=c[n]).i]=r.x(e);return s.join(``)})}function vl(e,t){var n=typeof t,r;return t==null||n===`boolean`?el(t):(n===`number`?dl:n===`string`?(r=rc(t))?(t=r,ol):_l:t instanceof rc?ol:t instanceof Date?ul:cl(t)?sl:Array.isArray(t)?ll:typeof t.valueOf!=`function`&&typeof t.toString!=`function`||isNaN(t)?fl:dl)(e,t)}function yl(e,t){return e=+e,t=+t,function(n){return Math.round(e*(1-n)+t*n)}}var bl=1e-12;function xl(e){return((e=Math.exp(e))+1/e)/2}function Sl(e){return((e=Math.exp(e))-1/e)/2}function Cl(e){return((e=Math.exp(2*e))-1)/(e+1)}(function e(t,n,r){function i(e,i){var a=e[0],o=e[1],s=e[2],c=i[0],l=i[1],u=i[2],d=c-a,f=l-o,p=d*d+f*f,m,h;if(p<bl)h=Math.log(u/s)/t,m=function(e){return[a+e*d,o+e*f,s*Math.exp(t*e*h)]};else{var g=Math.sqrt(p),_=(u*u-s*s+r*p)/(2*s*n*g),v=(u*u-s*s-r*p)/(2*u*n*g),y=Math.log(Math.sqrt(_*_+1)-_);h=(Math.log(Math.sqrt(v*v+1)-v)-y)/t,m=function(e){var r=e*h,i=xl(y),c=s/(n*g)*(i*Cl(t*r+y)-Sl(y));return[a+c*d,o+c*f,s*i/xl(t*r+y)]}}return m.duration=Math.abs(h)*1e3*t/Math.SQRT2,m}return i.rho=function(t){var n=Math.max(.001,+t),r=n*n;return e(n,r,r*r)},i})(Math.SQRT2,2,4);function wl(e){return(function t(n){n=+n;function r(t,r){var i=e((t=Qc(t)).h,(r=Qc(r)).h),a=al(t.s,r.s),o=al(t.l,r.l),s=al(t.opacity,r.opacity);return function(e){return t.h=i(e),t.s=a(e),t.l=o(e**+n),t.opacity=s(e),t+``}}return r.gamma=t,r})(1)}wl(rl),wl(al);function Tl(e){return Math.abs(e=Math.round(e))>=1e21?e.toLocaleString(`en`).replace(/,/g,``):e.toString(10)}function El(e,t){if(!isFinite(e)||e===0)return null;var n=(e=t?e.toExponential(t-1):e.toExponential()).indexOf(`e`),r=e.slice(0,n);return[r.length>1?r[0]+r.slice(2):r,+e.slice(n+1)]}function Dl(e){return e=El(Math.abs(e)),e?e[1]:NaN}function Ol(e,t){return function(n,r){for(var i=n.length,a=[],o=0,s=e[0],c=0;i>0&&s>0&&(c+s+1>r&&(s=Math.max(1,r-c)),a.push(n.substring(i-=s,i+s)),!((c+=s+1)>r));)s=e[o=(o+1)%e.length];return a.reverse().join(t)}}function kl(e){return function(t){return t.replace(/[0-9]/g,function(t){return e[+t]})}}var Al=/^(?:(.)?([<>=^]))?([+\-( ])?([$#])?(0)?(\d+)?(,)?(\.\d+)?(~)?([a-z%])?$/i;function jl(e){if(!(t=Al.exec(e)))throw Error(`invalid format: `+e);var t;return new Ml({fill:t[1],align:t[2],sign:t[3],symbol:t[4],zero:t[5],width:t[6],comma:t[7],precision:t[8]&&t[8].slice(1),trim:t[9],type:t[10]})}jl.prototype=Ml.prototype;function Ml(e){this.fill=e.fill===void 0?` `:e.fill+``,this.align=e.align===void 0?`>`:e.align+``,this.sign=e.sign===void 0?`-`:e.sign+``,this.symbol=e.symbol===void 0?``:e.symbol+``,this.zero=!!e.zero,this.width=e.width===void 0?void 0:+e.width,this.comma=!!e.comma,this.precision=e.precision===void 0?void 0:+e.precision,this.trim=!!e.trim,this.type=e.type===void 0?``:e.type+``}Ml.prototype.toString=function(){return this.fill+this.align+this.sign+this.symbol+(this.zero?`0`:``)+(this.width===void 0?``:Math.max(1,this.width|0))+(this.comma?`,`:``)+(this.precision===void 0?``:`.`+Math.max(0,this.precision|0))+(this.trim?`~`:``)+this.type};function Nl(e){out:for(var t=e.length,n=1,r=-1,i;n<t;++n)switch(e[n]){case`.`:r=i=n;break;case`0`:r===0&&(r=n),i=n;break;default:if(!+e[n])break out;r>0&&(r=0)}return r>0?e.slice(0,r)+e.slice(i+1):e}var Pl;function Fl(e,t){var n=El(e,t);if(!n)return Pl=void 0,e.toPrecision(t);var r=n[0],i=n[1],a=i-(Pl=Math.max(-8,Math.min(8,Math.floor(i/3)))*3)+1,o=r.length;return a===o?r:a>o?r+Array(a-o+1).join(`0`):a>0?r.slice(0,a)+`.`+r.slice(a):`0.`+Array(1-a).join(`0`)+El(e,Math.max(0,t+a-1))[0]}function Il(e,t){var n=El(e,t);if(!n)return e+``;var r=n[0],i=n[1];return i<0?`0.`+Array(-i).join(`0`)+r:r.length>i+1?r.slice(0,i+1)+`.`+r.slice(i+1):r+Array(i-r.length+2).join(`0`)}var Ll={"%":(e,t)=>(e*100).toFixed(t),b:e=>Math.round(e).toString(2),c:e=>e+``,d:Tl,e:(e,t)=>e.toExponential(t),f:(e,t)=>e.toFixed(t),g:(e,t)=>e.toPrecision(t),o:e=>Math.round(e).toString(8),p:(e,t)=>Il(e*100,t),r:Il,s:Fl,X:e=>Math.round(e).toString(16).toUpperCase(),x:e=>Math.round(e).toString(16)};function Rl(e){return e}var zl=Array.prototype.map,Bl=[`y`,`z`,`a`,`f`,`p`,`n`,`µ`,`m`,``,`k`,`M`,`G`,`T`,`P`,`E`,`Z`,`Y`];function Vl(e){var t=e.grouping===void 0||e.thousands===void 0?Rl:Ol(zl.call(e.grouping,Number),e.thousands+``),n=e.currency===void 0?``:e.currency[0]+``,r=e.currency===void 0?``:e.currency[1]+``,i=e.decimal===void 0?`.`:e.decimal+``,a=e.numerals===void 0?Rl:kl(zl.call(e.numerals,String)),o=e.percent===void 0?`%`:e.percent+``,s=e.minus===void 0?`−`:e.minus+``,c=e.nan===void 0?`NaN`:e.nan+``;function l(e,l){e=jl(e);var u=e.fill,d=e.align,f=e.sign,p=e.symbol,m=e.zero,h=e.width,g=e.comma,_=e.precision,v=e.trim,y=e.type;y===`n`?(g=!0,y=`g`):Ll[y]||(_===void 0&&(_=12),v=!0,y=`g`),(m||u===`0`&&d===`=`)&&(m=!0,u=`0`,d=`=`);var b=(l&&l.prefix!==void 0?l.prefix:``)+(p===`$`?n:p===`#`&&/[boxX]/.test(y)?`0`+y.toLowerCase():``),x=(p===`$`?r:/[%p]/.test(y)?o:``)+(l&&l.suffix!==void 0?l.suffix:``),S=Ll[y],C=/[defgprs%]/.test(y);_=_===void 0?6:/[gprs]/.test(y)?Math.max(1,Math.min(21,_)):Math.max(0,Math.min(20,_));function w(e){var n=b,r=x,o,l,p;if(y===`c`)r=S(e)+r,e=``;else{e=+e;var w=e<0||1/e<0;if(e=isNaN(e)?c:S(Math.abs(e),_),v&&(e=Nl(e)),w&&+e==0&&f!==`+`&&(w=!1),n=(w?f===`(`?f:s:f===`-`||f===`(`?``:f)+n,r=(y===`s`&&!isNaN(e)&&Pl!==void 0?Bl[8+Pl/3]:``)+r+(w&&f===`(`?`)`:``),C){for(o=-1,l=e.length;++o<l;)if(p=e.charCodeAt(o),48>p||p>57){r=(p===46?i+e.slice(o+1):e.slice(o))+r,e=e.slice(0,o);break}}}g&&!m&&(e=t(e,1/0));var T=n.length+e.length+r.length,ee=T<h?Array(h-T+1).join(u):``;switch(g&&m&&(e=t(ee+e,ee.length?h-r.length:1/0),ee=``),d){case`<`:e=n+e+r+ee;break;case`=`:e=n+ee+e+r;break;case`^`:e=ee.slice(0,T=ee.length>>1)+n+e+r+ee.slice(T);break;default:e=ee+n+e+r}return a(e)}return w.toString=function(){return e+``},w}function u(e,t){var n=Math.max(-8,Math.min(8,Math.floor(Dl(t)/3)))*3,r=10**-n,i=l((e=jl(e),e.type=`f`,e),{suffix:Bl[8+n/3]});return function(e){return i(r*e)}}return{format:l,formatPrefix:u}}var Hl,Ul,Wl;Gl({thousands:`,`,grouping:[3],currency:[`$`,``]});function Gl(e){return Hl=Vl(e),Ul=Hl.format,Wl=Hl.formatPrefix,Hl}function Kl(e){return Math.max(0,-Dl(Math.abs(e)))}function ql(e,t){return Math.max(0,Math.max(-8,Math.min(8,Math.floor(Dl(t)/3)))*3-Dl(Math.abs(e)))}function Jl(e,t){return e=Math.abs(e),t=Math.abs(t)-e,Math.max(0,Dl(t)-Dl(e))+1}var Yl=new Date,Xl=new Date;function Zl(e,t,n,r){function i(t){return e(t=arguments.length===0?new Date:new Date(+t)),t}return i.floor=t=>(e(t=new Date(+t)),t),i.ceil=n=>(e(n=new Date(n-1)),t(n,1),e(n),n),i.round=e=>{let t=i(e),n=i.ceil(e);return e-t<n-e?t:n},i.offset=(e,n)=>(t(e=new Date(+e),n==null?1:Math.floor(n)),e),i.range=(n,r,a)=>{let o=[];if(n=i.ceil(n),a=a==null?1:Math.floor(a),!(n<r)||!(a>0))return o;let s;do o.push(s=new Date(+n)),t(n,a),e(n);while(s<n&&n<r);return o},i.filter=n=>Zl(t=>{if(t>=t)for(;e(t),!n(t);)t.setTime(t-1)},(e,r)=>{if(e>=e){if(r<0)for(;++r<=0;)for(;t(e,-1),!n(e););else for(;--r>=0;)for(;t(e,1),!n(e););}}),n&&(i.count=(t,r)=>(Yl.setTime(+t),Xl.setTime(+r),e(Yl),e(Xl),Math.floor(n(Yl,Xl))),i.every=e=>(e=Math.floor(e),!isFinite(e)||!(e>0)?null:e>1?i.filter(r?t=>r(t)%e===0:t=>i.count(0,t)%e===0):i)),i}var Ql=Zl(()=>{},(e,t)=>{e.setTime(+e+t)},(e,t)=>t-e);Ql.every=e=>(e=Math.floor(e),!isFinite(e)||!(e>0)?null:e>1?Zl(t=>{t.setTime(Math.floor(t/e)*e)},(t,n)=>{t.setTime(+t+n*e)},(t,n)=>(n-t)/e):Ql),Ql.range;var $l=1e3,eu=$l*60,tu=eu*60,nu=tu*24,ru=nu*7,iu=nu*30,au=nu*365,ou=Zl(e=>{e.setTime(e-e.getMilliseconds())},(e,t)=>{e.setTime(+e+t*$l)},(e,t)=>(t-e)/$l,e=>e.getUTCSeconds());ou.range;var su=Zl(e=>{e.setTime(e-e.getMilliseconds()-e.getSeconds()*$l)},(e,t)=>{e.setTime(+e+t*eu)},(e,t)=>(t-e)/eu,e=>e.getMinutes());su.range;var cu=Zl(e=>{e.setUTCSeconds(0,0)},(e,t)=>{e.setTime(+e+t*eu)},(e,t)=>(t-e)/eu,e=>e.getUTCMinutes());cu.range;var lu=Zl(e=>{e.setTime(e-e.getMilliseconds()-e.getSeconds()*$l-e.getMinutes()*eu)},(e,t)=>{e.setTime(+e+t*tu)},(e,t)=>(t-e)/tu,e=>e.getHours());lu.range;var uu=Zl(e=>{e.setUTCMinutes(0,0,0)},(e,t)=>{e.setTime(+e+t*tu)},(e,t)=>(t-e)/tu,e=>e.getUTCHours());uu.range;var du=Zl(e=>e.setHours(0,0,0,0),(e,t)=>e.setDate(e.getDate()+t),(e,t)=>(t-e-(t.getTimezoneOffset()-e.getTimezoneOffset())*eu)/nu,e=>e.getDate()-1);du.range;var fu=Zl(e=>{e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t)},(e,t)=>(t-e)/nu,e=>e.getUTCDate()-1);fu.range;var pu=Zl(e=>{e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t)},(e,t)=>(t-e)/nu,e=>Math.floor(e/nu));pu.range;function mu(e){return Zl(t=>{t.setDate(t.getDate()-(t.getDay()+7-e)%7),t.setHours(0,0,0,0)},(e,t)=>{e.setDate(e.getDate()+t*7)},(e,t)=>(t-e-(t.getTimezoneOffset()-e.getTimezoneOffset())*eu)/ru)}var hu=mu(0),gu=mu(1),_u=mu(2),vu=mu(3),yu=mu(4),bu=mu(5),xu=mu(6);hu.range,gu.range,_u.range,vu.range,yu.range,bu.range,xu.range;function Su(e){return Zl(t=>{t.setUTCDate(t.getUTCDate()-(t.getUTCDay()+7-e)%7),t.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t*7)},(e,t)=>(t-e)/ru)}var Cu=Su(0),wu=Su(1),Tu=Su(2),Eu=Su(3),Du=Su(4),Ou=Su(5),ku=Su(6);Cu.range,wu.range,Tu.range,Eu.range,Du.range,Ou.range,ku.range;var Au=Zl(e=>{e.setDate(1),e.setHours(0,0,0,0)},(e,t)=>{e.setMonth(e.getMonth()+t)},(e,t)=>t.getMonth()-e.getMonth()+(t.getFullYear()-e.getFullYear())*12,e=>e.getMonth());Au.range;var ju=Zl(e=>{e.setUTCDate(1),e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCMonth(e.getUTCMonth()+t)},(e,t)=>t.getUTCMonth()-e.getUTCMonth()+(t.getUTCFullYear()-e.getUTCFullYear())*12,e=>e.getUTCMonth());ju.range;var Mu=Zl(e=>{e.setMonth(0,1),e.setHours(0,0,0,0)},(e,t)=>{e.setFullYear(e.getFullYear()+t)},(e,t)=>t.getFullYear()-e.getFullYear(),e=>e.getFullYear());Mu.every=e=>!isFinite(e=Math.floor(e))||!(e>0)?null:Zl(t=>{t.setFullYear(Math.floor(t.getFullYear()/e)*e),t.setMonth(0,1),t.setHours(0,0,0,0)},(t,n)=>{t.setFullYear(t.getFullYear()+n*e)}),Mu.range;var Nu=Zl(e=>{e.setUTCMonth(0,1),e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCFullYear(e.getUTCFullYear()+t)},(e,t)=>t.getUTCFullYear()-e.getUTCFullYear(),e=>e.getUTCFullYear());Nu.every=e=>!isFinite(e=Math.floor(e))||!(e>0)?null:Zl(t=>{t.setUTCFullYear(Math.floor(t.getUTCFullYear()/e)*e),t.setUTCMonth(0,1),t.setUTCHours(0,0,0,0)},(t,n)=>{t.setUTCFullYear(t.getUTCFullYear()+n*e)}),Nu.range;function Pu(e,t,n,r,i,a){let o=[[ou,1,$l],[ou,5,5*$l],[ou,15,15*$l],[ou,30,30*$l],[a,1,eu],[a,5,5*eu],[a,15,15*eu],[a,30,30*eu],[i,1,tu],[i,3,3*tu],[i,6,6*tu],[i,12,12*tu],[r,1,nu],[r,2,2*nu],[n,1,ru],[t,1,iu],[t,3,3*iu],[e,1,au]];function s(e,t,n){let r=t<e;r&&([e,t]=[t,e]);let i=n&&typeof n.range==`function`?n:c(e,t,n),a=i?i.range(e,+t+1):[];return r?a.reverse():a}function c(t,n,r){let i=Math.abs(n-t)/r,a=Ts(([,,e])=>e).right(o,i);if(a===o.length)return e.every(Is(t/au,n/au,r));if(a===0)return Ql.every(Math.max(Is(t,n,r),1));let[s,c]=o[i/o[a-1][2]<o[a][2]/i?a-1:a];return s.every(c)}return[s,c]}var[Fu,Iu]=Pu(Nu,ju,Cu,pu,uu,cu),[Lu,Ru]=Pu(Mu,Au,hu,du,lu,su);function zu(e){if(0<=e.y&&e.y<100){var t=new Date(-1,e.m,e.d,e.H,e.M,e.S,e.L);return t.setFullYear(e.y),t}return new Date(e.y,e.m,e.d,e.H,e.M,e.S,e.L)}function Bu(e){if(0<=e.y&&e.y<100){var t=new Date(Date.UTC(-1,e.m,e.d,e.H,e.M,e.S,e.L));return t.setUTCFullYear(e.y),t}return new Date(Date.UTC(e.y,e.m,e.d,e.H,e.M,e.S,e.L))}function Vu(e,t,n){return{y:e,m:t,d:n,H:0,M:0,S:0,L:0}}function Hu(e){var t=e.dateTime,n=e.date,r=e.time,i=e.periods,a=e.days,o=e.shortDays,s=e.months,c=e.shortMonths,l=Yu(i),u=Xu(i),d=Yu(a),f=Xu(a),p=Yu(o),m=Xu(o),h=Yu(s),g=Xu(s),_=Yu(c),v=Xu(c),y={a:se,A:ce,b:le,B:ue,c:null,d:_d,e:_d,f:Sd,g:Nd,G:Fd,H:vd,I:yd,j:bd,L:xd,m:Cd,M:wd,p:de,q:fe,Q:af,s:of,S:Td,u:Ed,U:Dd,V:kd,w:Ad,W:jd,x:null,X:null,y:Md,Y:Pd,Z:Id,"%":rf},b={a:pe,A:me,b:he,B:ge,c:null,d:Ld,e:Ld,f:Hd,g:$d,G:tf,H:Rd,I:zd,j:Bd,L:Vd,m:Ud,M:Wd,p:_e,q:ve,Q:af,s:of,S:Gd,u:Kd,U:qd,V:Yd,w:Xd,W:Zd,x:null,X:null,y:Qd,Y:ef,Z:nf,"%":rf},x={a:ee,A:te,b:ne,B:re,c:ie,d:sd,e:sd,f:pd,g:rd,G:nd,H:ld,I:ld,j:cd,L:fd,m:od,M:ud,p:T,q:ad,Q:hd,s:gd,S:dd,u:Qu,U:$u,V:ed,w:Zu,W:td,x:ae,X:oe,y:rd,Y:nd,Z:id,"%":md};y.x=S(n,y),y.X=S(r,y),y.c=S(t,y),b.x=S(n,b),b.X=S(r,b),b.c=S(t,b);function S(e,t){return function(n){var r=[],i=-1,a=0,o=e.length,s,c,l;for(n instanceof Date||(n=new Date(+n));++i<o;)e.charCodeAt(i)===37&&(r.push(e.slice(a,i)),(c=Uu[s=e.charAt(++i)])==null?c=s===`e`?` `:`0`:s=e.charAt(++i),(l=t[s])&&(s=l(n,c)),r.push(s),a=i+1);return r.push(e.slice(a,i)),r.join(``)}}function C(e,t){return function(n){var r=Vu(1900,void 0,1),i=w(r,e,n+=``,0),a,o;if(i!=n.length)return null;if(`Q`in r)return new Date(r.Q);if(`s`in r)return new Date(r.s*1e3+(`L`in r?r.L:0));if(t&&!(`Z`in r)&&(r.Z=0),`p`in r&&(r.H=r.H%12+r.p*12),r.m===void 0&&(r.m=`q`in r?r.q:0),`V`in r){if(r.V<1||r.V>53)return null;`w`in r||(r.w=1),`Z`in r?(a=Bu(Vu(r.y,0,1)),o=a.getUTCDay(),a=o>4||o===0?wu.ceil(a):wu(a),a=fu.offset(a,(r.V-1)*7),r.y=a.getUTCFullYear(),r.m=a.getUTCMonth(),r.d=a.getUTCDate()+(r.w+6)%7):(a=zu(Vu(r.y,0,1)),o=a.getDay(),a=o>4||o===0?gu.ceil(a):gu(a),a=du.offset(a,(r.V-1)*7),r.y=a.getFullYear(),r.m=a.getMonth(),r.d=a.getDate()+(r.w+6)%7)}else(`W`in r||`U`in r)&&(`w`in r||(r.w=`u`in r?r.u%7:+(`W`in r)),o=`Z`in r?Bu(Vu(r.y,0,1)).getUTCDay():zu(Vu(r.y,0,1)).getDay(),r.m=0,r.d=`W`in r?(r.w+6)%7+r.W*7-(o+5)%7:r.w+r.U*7-(o+6)%7);return`Z`in r?(r.H+=r.Z/100|0,r.M+=r.Z%100,Bu(r)):zu(r)}}function w(e,t,n,r){for(var i=0,a=t.length,o=n.length,s,c;i<a;){if(r>=o)return-1;if(s=t.charCodeAt(i++),s===37){if(s=t.charAt(i++),c=x[s in Uu?t.charAt(i++):s],!c||(r=c(e,n,r))<0)return-1}else if(s!=n.charCodeAt(r++))return-1}return r}function T(e,t,n){var r=l.exec(t.slice(n));return r?(e.p=u.get(r[0].toLowerCase()),n+r[0].length):-1}function ee(e,t,n){var r=p.exec(t.slice(n));return r?(e.w=m.get(r[0].toLowerCase()),n+r[0].length):-1}function te(e,t,n){var r=d.exec(t.slice(n));return r?(e.w=f.get(r[0].toLowerCase()),n+r[0].length):-1}function ne(e,t,n){var r=_.exec(t.slice(n));return r?(e.m=v.get(r[0].toLowerCase()),n+r[0].length):-1}function re(e,t,n){var r=h.exec(t.slice(n));return r?(e.m=g.get(r[0].toLowerCase()),n+r[0].length):-1}function ie(e,n,r){return w(e,t,n,r)}function ae(e,t,r){return w(e,n,t,r)}function oe(e,t,n){return w(e,r,t,n)}function se(e){return o[e.getDay()]}function ce(e){return a[e.getDay()]}function le(e){return c[e.getMonth()]}function ue(e){return s[e.getMonth()]}function de(e){return i[+(e.getHours()>=12)]}function fe(e){return 1+~~(e.getMonth()/3)}function pe(e){return o[e.getUTCDay()]}function me(e){return a[e.getUTCDay()]}function he(e){return c[e.getUTCMonth()]}function ge(e){return s[e.getUTCMonth()]}function _e(e){return i[+(e.getUTCHours()>=12)]}function ve(e){return 1+~~(e.getUTCMonth()/3)}return{format:function(e){var t=S(e+=``,y);return t.toString=function(){return e},t},parse:function(e){var t=C(e+=``,!1);return t.toString=function(){return e},t},utcFormat:function(e){var t=S(e+=``,b);return t.toString=function(){return e},t},utcParse:function(e){var t=C(e+=``,!0);return t.toString=function(){return e},t}}}var Uu={"-":``,_:` `,0:`0`},Wu=/^\s*\d+/,Gu=/^%/,Ku=/[\\^$*+?|[\]().{}]/g;function qu(e,t,n){var r=e<0?`-`:``,i=(r?-e:e)+``,a=i.length;return r+(a<n?Array(n-a+1).join(t)+i:i)}function Ju(e){return e.replace(Ku,`\\$&`)}function Yu(e){return RegExp(`^(?:`+e.map(Ju).join(`|`)+`)`,`i`)}function Xu(e){return new Map(e.map((e,t)=>[e.toLowerCase(),t]))}function Zu(e,t,n){var r=Wu.exec(t.slice(n,n+1));return r?(e.w=+r[0],n+r[0].length):-1}function Qu(e,t,n){var r=Wu.exec(t.slice(n,n+1));return r?(e.u=+r[0],n+r[0].length):-1}function $u(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.U=+r[0],n+r[0].length):-1}function ed(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.V=+r[0],n+r[0].length):-1}function td(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.W=+r[0],n+r[0].length):-1}function nd(e,t,n){var r=Wu.exec(t.slice(n,n+4));return r?(e.y=+r[0],n+r[0].length):-1}function rd(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.y=+r[0]+(+r[0]>68?1900:2e3),n+r[0].length):-1}function id(e,t,n){var r=/^(Z)|([+-]\d\d)(?::?(\d\d))?/.exec(t.slice(n,n+6));return r?(e.Z=r[1]?0:-(r[2]+(r[3]||`00`)),n+r[0].length):-1}function ad(e,t,n){var r=Wu.exec(t.slice(n,n+1));return r?(e.q=r[0]*3-3,n+r[0].length):-1}function od(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.m=r[0]-1,n+r[0].length):-1}function sd(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.d=+r[0],n+r[0].length):-1}function cd(e,t,n){var r=Wu.exec(t.slice(n,n+3));return r?(e.m=0,e.d=+r[0],n+r[0].length):-1}function ld(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.H=+r[0],n+r[0].length):-1}function ud(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.M=+r[0],n+r[0].length):-1}function dd(e,t,n){var r=Wu.exec(t.slice(n,n+2));return r?(e.S=+r[0],n+r[0].length):-1}function fd(e,t,n){var r=Wu.exec(t.slice(n,n+3));return r?(e.L=+r[0],n+r[0].length):-1}function pd(e,t,n){var r=Wu.exec(t.slice(n,n+6));return r?(e.L=Math.floor(r[0]/1e3),n+r[0].length):-1}function md(e,t,n){var r=Gu.exec(t.slice(n,n+1));return r?n+r[0].length:-1}function hd(e,t,n){var r=Wu.exec(t.slice(n));return r?(e.Q=+r[0],n+r[0].length):-1}function gd(e,t,n){var r=Wu.exec(t.slice(n));return r?(e.s=+r[0],n+r[0].length):-1}function _d(e,t){return qu(e.getDate(),t,2)}function vd(e,t){return qu(e.getHours(),t,2)}function yd(e,t){return qu(e.getHours()%12||12,t,2)}function bd(e,t){return qu(1+du.count(Mu(e),e),t,3)}function xd(e,t){return qu(e.getMilliseconds(),t,3)}function Sd(e,t){return xd(e,t)+`000`}function Cd(e,t){return qu(e.getMonth()+1,t,2)}function wd(e,t){return qu(e.getMinutes(),t,2)}function Td(e,t){return qu(e.getSeconds(),t,2)}function Ed(e){var t=e.getDay();return t===0?7:t}function Dd(e,t){return qu(hu.count(Mu(e)-1,e),t,2)}function Od(e){var t=e.getDay();return t>=4||t===0?yu(e):yu.ceil(e)}function kd(e,t){return e=Od(e),qu(yu.count(Mu(e),e)+(Mu(e).getDay()===4),t,2)}function Ad(e){return e.getDay()}function jd(e,t){return qu(gu.count(Mu(e)-1,e),t,2)}function Md(e,t){return qu(e.getFullYear()%100,t,2)}function Nd(e,t){return e=Od(e),qu(e.getFullYear()%100,t,2)}function Pd(e,t){return qu(e.getFullYear()%1e4,t,4)}function Fd(e,t){var n=e.getDay();return e=n>=4||n===0?yu(e):yu.ceil(e),qu(e.getFullYear()%1e4,t,4)}function Id(e){var t=e.getTimezoneOffset();return(t>0?`-`:(t*=-1,`+`))+qu(t/60|0,`0`,2)+qu(t%60,`0`,2)}function Ld(e,t){return qu(e.getUTCDate(),t,2)}function Rd(e,t){return qu(e.getUTCHours(),t,2)}function zd(e,t){return qu(e.getUTCHours()%12||12,t,2)}function Bd(e,t){return qu(1+fu.count(Nu(e),e),t,3)}function Vd(e,t){return qu(e.getUTCMilliseconds(),t,3)}function Hd(e,t){return Vd(e,t)+`000`}function Ud(e,t){return qu(e.getUTCMonth()+1,t,2)}function Wd(e,t){return qu(e.getUTCMinutes(),t,2)}function Gd(e,t){return qu(e.getUTCSeconds(),t,2)}function Kd(e){var t=e.getUTCDay();return t===0?7:t}function qd(e,t){return qu(Cu.count(Nu(e)-1,e),t,2)}function Jd(e){var t=e.getUTCDay();return t>=4||t===0?Du(e):Du.ceil(e)}function Yd(e,t){return e=Jd(e),qu(Du.count(Nu(e),e)+(Nu(e).getUTCDay()===4),t,2)}function Xd(e){return e.getUTCDay()}function Zd(e,t){return qu(wu.count(Nu(e)-1,e),t,2)}function Qd(e,t){return qu(e.getUTCFullYear()%100,t,2)}function $d(e,t){return e=Jd(e),qu(e.getUTCFullYear()%100,t,2)}function ef(e,t){return qu(e.getUTCFullYear()%1e4,t,4)}function tf(e,t){var n=e.getUTCDay();return e=n>=4||n===0?Du(e):Du.ceil(e),qu(e.getUTCFullYear()%1e4,t,4)}function nf(){return`+0000`}function rf(){return`%`}function af(e){return+e}function of(e){return Math.floor(e/1e3)}var sf,cf,lf;uf({dateTime:`%x, %X`,date:`%-m/%-d/%Y`,time:`%-I:%M:%S %p`,periods:[`AM`,`PM`],days:[`Sunday`,`Monday`,`Tuesday`,`Wednesday`,`Thursday`,`Friday`,`Saturday`],shortDays:[`Sun`,`Mon`,`Tue`,`Wed`,`Thu`,`Fri`,`Sat`],months:[`January`,`February`,`March`,`April`,`May`,`June`,`July`,`August`,`September`,`October`,`November`,`December`],shortMonths:[`Jan`,`Feb`,`Mar`,`Apr`,`May`,`Jun`,`Jul`,`Aug`,`Sep`,`Oct`,`Nov`,`Dec`]});function uf(e){return sf=Hu(e),sf.format,sf.parse,cf=sf.utcFormat,lf=sf.utcParse,sf}var df=`%Y-%m-%dT%H:%M:%S.%LZ`;Date.prototype.toISOString||cf(df),+new Date(`2000-01-01T00:00:00.000Z`)||lf(df);function ff(e,t){switch(arguments.length){case 0:break;case 1:this.range(e);break;default:this.range(t).domain(e)}return this}function pf(e){return function(){return e}}function mf(e){return+e}var hf=[0,1];function gf(e){return e}function _f(e,t){return(t-=e=+e)?function(n){return(n-e)/t}:pf(isNaN(t)?NaN:.5)}function vf(e,t){var n;return e>t&&(n=e,e=t,t=n),function(n){return Math.max(e,Math.min(t,n))}}function yf(e,t,n){var r=e[0],i=e[1],a=t[0],o=t[1];return i<r?(r=_f(i,r),a=n(o,a)):(r=_f(r,i),a=n(a,o)),function(e){return a(r(e))}}function bf(e,t,n){var r=Math.min(e.length,t.length)-1,i=Array(r),a=Array(r),o=-1;for(e[r]<e[0]&&(e=e.slice().reverse(),t=t.slice().reverse());++o<r;)i[o]=_f(e[o],e[o+1]),a[o]=n(t[o],t[o+1]);return function(t){var n=ks(e,t,1,r)-1;return a[n](i[n](t))}}function xf(e,t){return t.domain(e.domain()).range(e.range()).interpolate(e.interpolate()).clamp(e.clamp()).unknown(e.unknown())}function Sf(){var e=hf,t=hf,n=vl,r,i,a,o=gf,s,c,l;function u(){var n=Math.min(e.length,t.length);return o!==gf&&(o=vf(e[0],e[n-1])),s=n>2?bf:yf,c=l=null,d}function d(i){return i==null||isNaN(i=+i)?a:(c||=s(e.map(r),t,n))(r(o(i)))}return d.invert=function(n){return o(i((l||=s(t,e.map(r),dl))(n)))},d.domain=function(t){return arguments.length?(e=Array.from(t,mf),u()):e.slice()},d.range=function(e){return arguments.length?(t=Array.from(e),u()):t.slice()},d.rangeRound=function(e){return t=Array.from(e),n=yl,u()},d.clamp=function(e){return arguments.length?(o=e?!0:gf,u()):o!==gf},d.interpolate=function(e){return arguments.length?(n=e,u()):n},d.unknown=function(e){return arguments.length?(a=e,d):a},function(e,t){return r=e,i=t,u()}}function Cf(){return Sf()(gf,gf)}function wf(e,t,n,r){var i=Is(e,t,n),a;switch(r=jl(r??`,f`),r.type){case`s`:var o=Math.max(Math.abs(e),Math.abs(t));return r.precision==null&&!isNaN(a=ql(i,o))&&(r.precision=a),Wl(r,o);case``:case`e`:case`g`:case`p`:case`r`:r.precision==null&&!isNaN(a=Jl(i,Math.max(Math.abs(e),Math.abs(t))))&&(r.precision=a-(r.type===`e`));break;case`f`:case`%`:r.precision==null&&!isNaN(a=Kl(i))&&(r.precision=a-(r.type===`%`)*2)}return Ul(r)}function Tf(e){var t=e.domain;return e.ticks=function(e){var n=t();return Ps(n[0],n[n.length-1],e??10)},e.tickFormat=function(e,n){var r=t();return wf(r[0],r[r.length-1],e??10,n)},e.nice=function(n){n??=10;var r=t(),i=0,a=r.length-1,o=r[i],s=r[a],c,l,u=10;for(s<o&&(l=o,o=s,s=l,l=i,i=a,a=l);u-->0;){if(l=Fs(o,s,n),l===c)return r[i]=o,r[a]=s,t(r);if(l>0)o=Math.floor(o/l)*l,s=Math.ceil(s/l)*l;else if(l<0)o=Math.ceil(o*l)/l,s=Math.floor(s*l)/l;else break;c=l}return e},e}function Ef(){var e=Cf();return e.copy=function(){return xf(e,Ef())},ff.apply(e,arguments),Tf(e)}function Df(e,t){e=e.slice();var n=0,r=e.length-1,i=e[n],a=e[r],o;return a<i&&(o=n,n=r,r=o,o=i,i=a,a=o),e[n]=t.floor(i),e[r]=t.ceil(a),e}function Of(e){return function(t){return t<0?-((-t)**+e):t**+e}}function kf(e){return e<0?-Math.sqrt(-e):Math.sqrt(e)}function Af(e){return e<0?-e*e:e*e}function jf(e){var t=e(gf,gf),n=1;function r(){return n===1?e(gf,gf):n===.5?e(kf,Af):e(Of(n),Of(1/n))}return t.exponent=function(e){return arguments.length?(n=+e,r()):n},Tf(t)}function Mf(){var e=jf(Sf());return e.copy=function(){return xf(e,Mf()).exponent(e.exponent())},ff.apply(e,arguments),e}function Nf(){return Mf.apply(null,arguments).exponent(.5)}function Pf(e){return new Date(e)}function Ff(e){return e instanceof Date?+e:Math.round(e)}function If(e,t,n,r,i,a,o,s,c,l){var u=Cf(),d=u.invert,f=u.domain,p=l(`.%L`),m=l(`:%S`),h=l(`%I:%M`),g=l(`%I %p`),_=l(`%a %d`),v=l(`%b %d`),y=l(`%B`),b=l(`%Y`);function x(e){return(c(e)<e?p:s(e)<e?m:o(e)<e?h:a(e)<e?g:r(e)<e?i(e)<e?_:v:n(e)<e?y:b)(e)}return u.invert=function(e){return new Date(Math.round(d(e)))},u.domain=function(e){return arguments.length?f(Array.from(e,Ff)):f().map(Pf)},u.ticks=function(t){var n=f();return e(n[0],n[n.length-1],t??10)},u.tickFormat=function(e,t){return t==null?x:l(t)},u.nice=function(e){var n=f();return e&&typeof e.range==`function`||(e=t(n[0],n[n.length-1],e??10)),e?f(Df(n,e)):u},u.copy=function(){return xf(u,If(e,t,n,r,i,a,o,s,c,l))},u}function Lf(){return ff.apply(If(Fu,Iu,Nu,ju,Cu,fu,uu,cu,ou,cf).domain([Date.UTC(2e3,0,1),Date.UTC(2e3,0,2)]),arguments)}var[Rf,zf]=[50,75];function Bf(e){return e==null?`unknown`:e<Rf?`red`:e<zf?`amber`:`green`}var Vf=kr(`<line class="rule svelte-22vix2"></line><text text-anchor="end"> </text>`,1),Hf=kr(`<rect class="missing svelte-22vix2"></rect>`),Uf=kr(`<rect></rect>`),Wf=kr(`<line class="median svelte-22vix2"></line>`),Gf=kr(`<line></line>`),Kf=kr(`<g role="button" tabindex="0"><rect class="ground svelte-22vix2"></rect><!><!><!></g>`),qf=kr(`<text class="strong" text-anchor="middle"> </text>`),Jf=kr(`<text class="star svelte-22vix2" text-anchor="middle">★</text>`),Yf=kr(`<!><!><text text-anchor="middle"> </text><text class="weight svelte-22vix2" text-anchor="middle"> </text>`,1),Xf=H(`<svg role="group" aria-label="Stages of the journey" class="svelte-22vix2"><defs><pattern id="unmeasured" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-22vix2" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs><!><!><g class="said svelte-22vix2" aria-hidden="true"></g></svg> <p class="small soft">Ticks: its KPIs · line across: median of the segment · hatched: not measured · dashed: stale · ★ a moment that matters. Choose a stage to see its receipt.</p>`,1);function Zf(e,t){k(t,!0);let[n,r]=[720,260],i={left:30,right:6,top:22,bottom:44},a=Ef([0,100],[r-i.bottom,i.top]),o=A(()=>t.stages.reduce((e,t)=>e+t.weight,0)||1),s=A(()=>{let e=n-i.left-i.right-5*(t.stages.length-1),r=i.left;return t.stages.map(t=>{let n=t.weight/V(o)*e,i=t.kpis.flatMap(e=>e.segmentMedian?.median===null||e.segmentMedian?.median===void 0?[]:[e.segmentMedian.median]),a=i.length===t.kpis.length&&i.length>0?i.reduce((e,t)=>e+t,0)/i.length:null,s={stage:t,left:r,width:n,median:a,stale:t.kpis.some(e=>e.status===`STALE`)};return r+=n+5,s})}),c=(e,t)=>{let n=no(e);return t>n.length*6?n:`${n.slice(0,Math.max(3,Math.floor(t/7)))}.`},l=A(()=>xo(`stages`,[{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Weight`,kind:`number`,of:e=>e.weight},{head:`Evidence`,kind:`share`,of:e=>e.evidence},{head:`Moment that matters`,of:e=>e.momentThatMatters?`yes`:`no`},{head:`Points lost`,kind:`number`,of:e=>e.score===null?null:e.kpis.reduce((e,t)=>e+(t.pointsLost??0),0)}],t.stages));$(e,{title:`Where it hurts`,question:`Each stage of the journey: height is the score, width its weight`,get asking(){return t.asking},get table(){return V(l)},children:(e,o)=>{var l=Xf(),u=F(l),d=L(P(u));K(d,16,()=>[0,50,100],e=>e,(e,t)=>{var r=Vf(),o=F(r),s=L(o),c=I(s,!0);R((e,r,a)=>{J(o,`x1`,i.left),J(o,`x2`,n-i.right),J(o,`y1`,e),J(o,`y2`,r),J(s,`x`,i.left-6),J(s,`y`,a),W(c,t)},[()=>a(t),()=>a(t),()=>a(t)+4]),U(e,r)});var f=L(d);K(f,17,()=>V(s),({stage:e,left:t,width:n,median:r,stale:i})=>e.stage,(e,n)=>{let o=()=>V(n).stage,s=()=>V(n).left,c=()=>V(n).width,l=()=>V(n).median,u=()=>V(n).stale;var d=Kf();let f;var p=P(d),m=L(p),h=e=>{var t=Hf();R(()=>{J(t,`x`,s()),J(t,`y`,i.top),J(t,`width`,c()),J(t,`height`,r-i.bottom-i.top)}),U(e,t)},g=e=>{var t=Uf();let n;R((e,r,i)=>{n=q(t,0,`bar ${e??``}`,`svelte-22vix2`,n,{stale:u()}),J(t,`x`,s()),J(t,`y`,r),J(t,`width`,c()),J(t,`height`,i)},[()=>Bf(o().score),()=>a(o().score),()=>a(0)-a(o().score)]),U(e,t)};G(m,e=>{o().score===null?e(h):e(g,-1)});var _=L(m),v=e=>{var t=Wf();R((e,n)=>{J(t,`x1`,s()-2),J(t,`x2`,s()+c()+2),J(t,`y1`,e),J(t,`y2`,n)},[()=>a(l()),()=>a(l())]),U(e,t)};G(_,e=>{l()!==null&&e(v)}),K(L(_),19,()=>o().kpis,e=>e.code,(e,t,n)=>{var r=jr(),i=F(r),l=e=>{var r=Gf();let i;R((e,a)=>{i=q(r,0,`tick svelte-22vix2`,null,i,{stale:V(t).status===`STALE`}),J(r,`x1`,s()+c()*(V(n)+.2)/o().kpis.length),J(r,`x2`,s()+c()*(V(n)+.8)/o().kpis.length),J(r,`y1`,e),J(r,`y2`,a)},[()=>a(V(t).normalised),()=>a(V(t).normalised)]),U(e,r)};G(i,e=>{V(t).normalised!==null&&e(l)}),U(e,r)}),O(d),R((e,n,a)=>{f=q(d,0,`stage svelte-22vix2`,null,f,{chosen:t.chosen===o().stage}),J(d,`aria-pressed`,t.chosen===o().stage),J(d,`aria-label`,`${e??``}: ${n??``}, evidence ${a??``}${o().momentThatMatters?`, a moment that matters`:``}`),J(p,`x`,s()),J(p,`y`,i.top),J(p,`width`,c()),J(p,`height`,r-i.bottom-i.top)},[()=>no(o().stage),()=>o().score===null?`not measured`:Z(o().score),()=>Za(o().evidence)]),yr(`click`,d,()=>t.choose(o().stage)),yr(`keydown`,d,e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),t.choose(o().stage))}),U(e,d)});var p=L(f);K(p,21,()=>V(s),({stage:e,left:t,width:n})=>e.stage,(e,t)=>{let n=()=>V(t).stage,o=()=>V(t).left,s=()=>V(t).width;var l=Yf(),u=F(l),d=e=>{var t=qf(),r=I(t,!0);R((e,n)=>{J(t,`x`,o()+s()/2),J(t,`y`,e),W(r,n)},[()=>Math.min(a(n().score)-4,a(0)-4),()=>Z(n().score,0)]),U(e,t)};G(u,e=>{n().score!==null&&e(d)});var f=L(u),p=e=>{var t=Jf();J(t,`y`,14),R(()=>J(t,`x`,o()+s()/2)),U(e,t)};G(f,e=>{n().momentThatMatters&&e(p)});var m=L(f),h=I(m,!0),g=L(m),_=I(g);R((e,t)=>{J(m,`x`,o()+s()/2),J(m,`y`,r-i.bottom+15),W(h,e),J(g,`x`,o()+s()/2),J(g,`y`,r-i.bottom+29),W(_,`×${t??``}`)},[()=>c(n().stage,s()),()=>Z(n().weight)]),U(e,l)}),O(p),O(u),Te(2),R(()=>J(u,`viewBox`,`0 0 ${n??``} ${r??``}`)),U(e,l)},$$slots:{default:!0}}),We()}br([`click`,`keydown`]);var Qf=H(`<p class="warn small svelte-c3nwek" role="note"> </p>`),$f=H(`<div><span aria-hidden="true"> </span> <div class="small"><b class="wraps"> </b><p class="soft wraps"> </p><p class="soft wraps"> </p></div></div>`),ep=H(`<div class="person chair small soft svelte-c3nwek"><span class="face silent svelte-c3nwek" aria-hidden="true">?</span>nobody known</div>`),tp=H(`<div class="column svelte-c3nwek"><h3 class="small svelte-c3nwek"> </h3> <!></div>`),np=H(`<p class="small"> </p>`),rp=H(`<!> <div class="columns svelte-c3nwek"></div> <p class="small soft">Dashed ring: not spoken with in 90 days · ♛ champion · ▼ ring in red: unhappy · grey: never heard</p> <!>`,1);function ip(e,t){k(t,!0);let n=[`DECISION_MAKER`,`ECONOMIC_BUYER`,`INFLUENCER`,`TECHNICAL`,`USER`],r=[`DECISION_MAKER`,`ECONOMIC_BUYER`,`INFLUENCER`,`TECHNICAL`,`PROCUREMENT`,`USER`,`UNKNOWN`],i=A(()=>r.map(e=>({role:e,people:t.all.filter(t=>t.role===e)})).filter(e=>e.people.length>0||n.includes(e.role))),a=A(()=>new Map(t.all.map(e=>[e.contact.id,e.contact.name]))),o=e=>e.sentiment===null?null:e.sentiment<-.2?`unhappy`:e.sentiment>.2?`content`:`neutral`,s=e=>(e??`?`).split(/\s+/).map(e=>e.charAt(0)).slice(0,2).join(``).toUpperCase(),c=e=>[e.champion===`CHAMPION`?`champion`:e.champion===`SUPPORTER`?`supporter`:e.champion===`DETRACTOR`?`detractor`:null,e.championProposal&&e.champion!==e.championProposal.status?`${Q(e.championProposal.status)}? ${e.championProposal.because??``}`:null,o(e),e.lastNps===null?null:`NPS answer ${Z(e.lastNps,0)}`,e.left?`left`:e.coverage?null:e.lastTwoWayContact?`silent since ${$a(e.lastTwoWayContact)}`:`never spoken with`,e.reportsTo?`reports to ${V(a).get(e.reportsTo)??`somebody else`}`:null].filter(Boolean).join(` · `),l=A(()=>xo(`stakeholders`,[{head:`Name`,of:e=>e.contact.name},{head:`Title`,of:e=>e.contact.title},{head:`Role`,kind:`code`,of:e=>e.role},{head:`Influence`,kind:`number`,of:e=>e.influence},{head:`Champion`,kind:`code`,of:e=>e.champion},{head:`Sentiment`,kind:`delta`,of:e=>e.sentiment},{head:`NPS answer`,kind:`number`,of:e=>e.lastNps},{head:`Spoken with`,kind:`day`,of:e=>e.lastTwoWayContact},{head:`In touch`,of:e=>e.coverage?`yes`:`no`},{head:`Owner`,of:e=>e.owner?.name}],t.all));$(e,{title:`Who they are`,question:`Who decides, who is unhappy, whom do we not know?`,get asking(){return t.asking},get table(){return V(l)},children:(e,n)=>{var r=rp(),a=F(r),l=e=>{var n=Qf(),r=I(n);R(e=>W(r,`▲ Blind spot: ${e??``}, ${t.people.blindSpot.heard??``} heard, ${t.people.blindSpot.touched??``} spoken with`),[()=>ro(t.people.blindSpot.decisionMakers,`decision maker`)]),U(e,n)};G(a,e=>{t.people?.blindSpot.blind&&e(l)});var u=L(a,2);K(u,21,()=>V(i),({role:e,people:t})=>e,(e,t)=>{let n=()=>V(t).role,r=()=>V(t).people;var i=tp(),a=P(i),l=I(a,!0);K(L(a,2),17,r,e=>e.contact.id,(e,t)=>{var n=$f();let r;var i=P(n);let a;var l=I(i,!0),u=L(i,2),d=P(u),f=I(d,!0),p=L(d),m=I(p,!0),h=I(L(p),!0);O(u),O(n),R((e,o,s)=>{r=q(n,1,`person svelte-c3nwek`,null,r,{left:V(t).left}),a=q(i,1,`face ${e??``}`,`svelte-c3nwek`,a,{silent:!V(t).coverage}),W(l,o),W(f,V(t).contact.name??`name not shown`),W(m,V(t).contact.title??``),W(h,s)},[()=>o(V(t))??`unheard`,()=>V(t).champion===`CHAMPION`?`♛`:s(V(t).contact.name),()=>c(V(t))]),U(e,n)},e=>{U(e,ep())}),O(i),R(e=>W(l,e),[()=>no(n())]),U(e,i)}),O(u);var d=L(u,4),f=e=>{var n=np(),r=I(n);R(e=>W(r,`Seen in their threads, in none of our records: ${e??``}`),[()=>t.people.unseenPlayers.map(e=>e.contact?.name??`somebody`).join(`, `)]),U(e,n)};G(d,e=>{t.people&&t.people.unseenPlayers.length>0&&e(f)}),U(e,r)},$$slots:{default:!0}}),We()}var ap=Math.PI,op=2*ap,sp=1e-6,cp=op-sp;function lp(e){this._+=e[0];for(let t=1,n=e.length;t<n;++t)this._+=arguments[t]+e[t]}function up(e){let t=Math.floor(e);if(!(t>=0))throw Error(`invalid digits: ${e}`);if(t>15)return lp;let n=10**t;return function(e){this._+=e[0];for(let t=1,r=e.length;t<r;++t)this._+=Math.round(arguments[t]*n)/n+e[t]}}function dp(e,t,n,r){return e===n&&t===r}function fp(e){let t=Math.floor(e);if(!(t<=15))return dp;let n=10**t,r=function(e){return Math.round(e*n)};return function(e,t,n,i){return r(e)===r(n)&&r(t)===r(i)}}var pp=class{constructor(e){this._x0=this._y0=this._x1=this._y1=null,this._=``,this._append=e==null?lp:up(e),this._equal=e==null?dp:fp(e)}moveTo(e,t){this._append`M${this._x0=this._x1=+e},${this._y0=this._y1=+t}`}closePath(){this._x1!==null&&(this._x1=this._x0,this._y1=this._y0,this._append`Z`)}lineTo(e,t){this._append`L${this._x1=+e},${this._y1=+t}`}quadraticCurveTo(e,t,n,r){this._append`Q${+e},${+t},${this._x1=+n},${this._y1=+r}`}bezierCurveTo(e,t,n,r,i,a){this._append`C${+e},${+t},${+n},${+r},${this._x1=+i},${this._y1=+a}`}arcTo(e,t,n,r,i){if(e=+e,t=+t,n=+n,r=+r,i=+i,i<0)throw Error(`negative radius: ${i}`);let a=this._x1,o=this._y1,s=n-e,c=r-t,l=a-e,u=o-t,d=l*l+u*u;if(this._x1===null)this._append`M${this._x1=e},${this._y1=t}`;else if(d>sp){if(!(Math.abs(u*s-c*l)>sp)||!i)this._append`L${this._x1=e},${this._y1=t}`;else{let f=n-a,p=r-o,m=s*s+c*c,h=f*f+p*p,g=Math.sqrt(m),_=Math.sqrt(d),v=i*Math.tan((ap-Math.acos((m+d-h)/(2*g*_)))/2),y=v/_,b=v/g;Math.abs(y-1)>sp&&this._append`L${e+y*l},${t+y*u}`,this._append`A${i},${i},0,0,${+(u*f>l*p)},${this._x1=e+b*s},${this._y1=t+b*c}`}}}arc(e,t,n,r,i,a){if(e=+e,t=+t,n=+n,a=!!a,n<0)throw Error(`negative radius: ${n}`);let o=n*Math.cos(r),s=n*Math.sin(r),c=e+o,l=t+s,u=1^a,d=a?r-i:i-r;if(this._x1===null?this._append`M${c},${l}`:(Math.abs(this._x1-c)>sp||Math.abs(this._y1-l)>sp)&&this._append`L${c},${l}`,n){if(d<0&&(d=d%op+op),d>cp)this._append`A${n},${n},0,1,${u},${e-o},${t-s}A${n},${n},0,1,${u},${this._x1=c},${this._y1=l}`;else if(d>sp){let a=e+n*Math.cos(i),o=t+n*Math.sin(i);if(d>=ap&&this._equal(c,l,a,o)){d/=2;let i=r+d;this._append`A${n},${n},0,${+(d>=ap)},${u},${e+n*Math.cos(i)},${t+n*Math.sin(i)}`}this._append`A${n},${n},0,${+(d>=ap)},${u},${this._x1=a},${this._y1=o}`}}}rect(e,t,n,r){this._append`M${this._x0=this._x1=+e},${this._y0=this._y1=+t}h${n=+n}v${+r}h${-n}Z`}toString(){return this._}};pp.prototype;function mp(e){return function(){return e}}var hp=Math.cos,gp=Math.sin,_p=Math.sqrt,vp=1e-12,yp=Math.PI;yp/2;var bp=2*yp;function xp(e){let t=3;return e.digits=function(n){if(!arguments.length)return t;if(n==null)t=null;else{let e=Math.floor(n);if(!(e>=0))throw RangeError(`invalid digits: ${n}`);t=e}return e},()=>new pp(t)}Array.prototype.slice;function Sp(e){return typeof e==`object`&&`length`in e?e:Array.from(e)}function Cp(e){this._context=e}Cp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;default:this._context.lineTo(e,t)}}};function wp(e){return new Cp(e)}function Tp(e){return e[0]}function Ep(e){return e[1]}function Dp(e,t){var n=mp(!0),r=null,i=wp,a=null,o=xp(s);e=typeof e==`function`?e:e===void 0?Tp:mp(e),t=typeof t==`function`?t:t===void 0?Ep:mp(t);function s(s){var c,l=(s=Sp(s)).length,u,d=!1,f;for(r??(a=i(f=o())),c=0;c<=l;++c)!(c<l&&n(u=s[c],c,s))===d&&((d=!d)?a.lineStart():a.lineEnd()),d&&a.point(+e(u,c,s),+t(u,c,s));if(f)return a=null,f+``||null}return s.x=function(t){return arguments.length?(e=typeof t==`function`?t:mp(+t),s):e},s.y=function(e){return arguments.length?(t=typeof e==`function`?e:mp(+e),s):t},s.defined=function(e){return arguments.length?(n=typeof e==`function`?e:mp(!!e),s):n},s.curve=function(e){return arguments.length?(i=e,r!=null&&(a=i(r)),s):i},s.context=function(e){return arguments.length?(e==null?r=a=null:a=i(r=e),s):r},s}kp(wp);function Op(e){this._curve=e}Op.prototype={areaStart:function(){this._curve.areaStart()},areaEnd:function(){this._curve.areaEnd()},lineStart:function(){this._curve.lineStart()},lineEnd:function(){this._curve.lineEnd()},point:function(e,t){this._curve.point(t*Math.sin(e),t*-Math.cos(e))}};function kp(e){function t(t){return new Op(e(t))}return t._curve=e,t}_p(3),_p(1/3)*2;var Ap=gp(yp/10)/gp(7*yp/10);gp(bp/10)*Ap,-hp(bp/10)*Ap,_p(3),_p(3),_p(3)/2,(1/_p(12)/2+1)*3;function jp(){}function Mp(e,t,n){e._context.bezierCurveTo((2*e._x0+e._x1)/3,(2*e._y0+e._y1)/3,(e._x0+2*e._x1)/3,(e._y0+2*e._y1)/3,(e._x0+4*e._x1+t)/6,(e._y0+4*e._y1+n)/6)}function Np(e){this._context=e}Np.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._y0=this._y1=NaN,this._point=0},lineEnd:function(){switch(this._point){case 3:Mp(this,this._x1,this._y1);case 2:this._context.lineTo(this._x1,this._y1)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3,this._context.lineTo((5*this._x0+this._x1)/6,(5*this._y0+this._y1)/6);default:Mp(this,e,t)}this._x0=this._x1,this._x1=e,this._y0=this._y1,this._y1=t}};function Pp(e,t){this._basis=new Np(e),this._beta=t}Pp.prototype={lineStart:function(){this._x=[],this._y=[],this._basis.lineStart()},lineEnd:function(){var e=this._x,t=this._y,n=e.length-1;if(n>0)for(var r=e[0],i=t[0],a=e[n]-r,o=t[n]-i,s=-1,c;++s<=n;)c=s/n,this._basis.point(this._beta*e[s]+(1-this._beta)*(r+c*a),this._beta*t[s]+(1-this._beta)*(i+c*o));this._x=this._y=null,this._basis.lineEnd()},point:function(e,t){this._x.push(+e),this._y.push(+t)}},(function e(t){function n(e){return t===1?new Np(e):new Pp(e,t)}return n.beta=function(t){return e(+t)},n})(.85);function Fp(e,t,n){e._context.bezierCurveTo(e._x1+e._k*(e._x2-e._x0),e._y1+e._k*(e._y2-e._y0),e._x2+e._k*(e._x1-t),e._y2+e._k*(e._y1-n),e._x2,e._y2)}function Ip(e,t){this._context=e,this._k=(1-t)/6}Ip.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x2,this._y2);break;case 3:Fp(this,this._x1,this._y1)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2,this._x1=e,this._y1=t;break;case 2:this._point=3;default:Fp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Ip(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Lp(e,t){this._context=e,this._k=(1-t)/6}Lp.prototype={areaStart:jp,areaEnd:jp,lineStart:function(){this._x0=this._x1=this._x2=this._x3=this._x4=this._x5=this._y0=this._y1=this._y2=this._y3=this._y4=this._y5=NaN,this._point=0},lineEnd:function(){switch(this._point){case 1:this._context.moveTo(this._x3,this._y3),this._context.closePath();break;case 2:this._context.lineTo(this._x3,this._y3),this._context.closePath();break;case 3:this.point(this._x3,this._y3),this.point(this._x4,this._y4),this.point(this._x5,this._y5)}},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._x3=e,this._y3=t;break;case 1:this._point=2,this._context.moveTo(this._x4=e,this._y4=t);break;case 2:this._point=3,this._x5=e,this._y5=t;break;default:Fp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Lp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Rp(e,t){this._context=e,this._k=(1-t)/6}Rp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===3)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1;break;case 1:this._point=2;break;case 2:this._point=3,this._line?this._context.lineTo(this._x2,this._y2):this._context.moveTo(this._x2,this._y2);break;case 3:this._point=4;default:Fp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Rp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function zp(e,t,n){var r=e._x1,i=e._y1,a=e._x2,o=e._y2;if(e._l01_a>vp){var s=2*e._l01_2a+3*e._l01_a*e._l12_a+e._l12_2a,c=3*e._l01_a*(e._l01_a+e._l12_a);r=(r*s-e._x0*e._l12_2a+e._x2*e._l01_2a)/c,i=(i*s-e._y0*e._l12_2a+e._y2*e._l01_2a)/c}if(e._l23_a>vp){var l=2*e._l23_2a+3*e._l23_a*e._l12_a+e._l12_2a,u=3*e._l23_a*(e._l23_a+e._l12_a);a=(a*l+e._x1*e._l23_2a-t*e._l12_2a)/u,o=(o*l+e._y1*e._l23_2a-n*e._l12_2a)/u}e._context.bezierCurveTo(r,i,a,o,e._x2,e._y2)}function Bp(e,t){this._context=e,this._alpha=t}Bp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x2,this._y2);break;case 3:this.point(this._x2,this._y2)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3;default:zp(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Bp(e,t):new Ip(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Vp(e,t){this._context=e,this._alpha=t}Vp.prototype={areaStart:jp,areaEnd:jp,lineStart:function(){this._x0=this._x1=this._x2=this._x3=this._x4=this._x5=this._y0=this._y1=this._y2=this._y3=this._y4=this._y5=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){switch(this._point){case 1:this._context.moveTo(this._x3,this._y3),this._context.closePath();break;case 2:this._context.lineTo(this._x3,this._y3),this._context.closePath();break;case 3:this.point(this._x3,this._y3),this.point(this._x4,this._y4),this.point(this._x5,this._y5)}},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1,this._x3=e,this._y3=t;break;case 1:this._point=2,this._context.moveTo(this._x4=e,this._y4=t);break;case 2:this._point=3,this._x5=e,this._y5=t;break;default:zp(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Vp(e,t):new Lp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Hp(e,t){this._context=e,this._alpha=t}Hp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===3)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1;break;case 1:this._point=2;break;case 2:this._point=3,this._line?this._context.lineTo(this._x2,this._y2):this._context.moveTo(this._x2,this._y2);break;case 3:this._point=4;default:zp(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Hp(e,t):new Rp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Up(e){return e<0?-1:1}function Wp(e,t,n){var r=e._x1-e._x0,i=t-e._x1,a=(e._y1-e._y0)/(r||i<0&&-0),o=(n-e._y1)/(i||r<0&&-0),s=(a*i+o*r)/(r+i);return(Up(a)+Up(o))*Math.min(Math.abs(a),Math.abs(o),.5*Math.abs(s))||0}function Gp(e,t){var n=e._x1-e._x0;return n?(3*(e._y1-e._y0)/n-t)/2:t}function Kp(e,t,n){var r=e._x0,i=e._y0,a=e._x1,o=e._y1,s=(a-r)/3;e._context.bezierCurveTo(r+s,i+s*t,a-s,o-s*n,a,o)}function qp(e){this._context=e}qp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._y0=this._y1=this._t0=NaN,this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x1,this._y1);break;case 3:Kp(this,this._t0,Gp(this,this._t0))}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){var n=NaN;if(e=+e,t=+t,e!==this._x1||t!==this._y1){switch(this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3,Kp(this,Gp(this,n=Wp(this,e,t)),n);break;default:Kp(this,this._t0,n=Wp(this,e,t))}this._x0=this._x1,this._x1=e,this._y0=this._y1,this._y1=t,this._t0=n}}},Object.create(qp.prototype).point=function(e,t){qp.prototype.point.call(this,t,e)};var Jp=kr(`<line class="rule svelte-1abypte"></line><text text-anchor="middle"> </text>`,1),Yp=kr(`<line class="lane svelte-1abypte" x1="104"></line><text x="96" text-anchor="end"> </text>`,1),Xp=kr(`<text x="96" text-anchor="end">Other</text>`),Zp=kr(`<circle r="4"><title> </title></circle>`),Qp=H(`<div class="holds svelte-1abypte"><svg role="img" class="svelte-1abypte"><!><text x="96" text-anchor="end">100</text><text x="96" text-anchor="end">health</text><line class="rule svelte-1abypte" x1="104"></line><path class="health svelte-1abypte"></path><!><!><!></svg></div> <p class="small soft"> </p>`,1);function $p(e,t){k(t,!0);let n=[`AWARENESS`,`CONSIDERATION`,`PURCHASE`,`DELIVERY`,`IMPLEMENTATION`,`ADOPTION`,`SUPPORT`,`BILLING`,`RELATIONSHIP`,`RENEWAL`],[r,i,a]=[960,84,20],o=A(()=>t.past?.timeline.edges.map(e=>e.node)??[]),s=A(()=>n.filter(e=>V(o).some(t=>t.stage===e))),c=A(()=>V(o).some(e=>!e.stage||!n.includes(e.stage))),l=A(()=>i+(V(s).length+ +!!V(c))*a+26),u=A(()=>{let e=V(o).map(e=>e.at.slice(0,10)).toSorted()[0]??t.from;return e>t.from?e:t.from}),d=A(()=>Lf([new Date(`${V(u)}T00:00:00Z`),new Date(`${t.until}T23:59:59Z`)],[104,r-12])),f=Ef([0,100],[i-14,10]),p=A(()=>t.past?.health?.history.filter(e=>e.at>=V(u))??[]),m=A(()=>Dp().defined(e=>e.value!==null).x(e=>V(d)(new Date(`${e.at}T12:00:00Z`))).y(e=>f(e.value??0))(V(p))??``),h=e=>i+(e.stage&&V(s).includes(e.stage)?V(s).indexOf(e.stage):V(s).length)*a+a/2,g=A(()=>xo(`timeline`,[{head:`When`,kind:`moment`,of:e=>e.at},{head:`What`,kind:`code`,of:e=>e.kind},{head:`Title`,of:e=>e.title},{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`Channel`,kind:`code`,of:e=>e.channel},{head:`By a person`,of:e=>e.human===null?null:e.human?`yes`:`no`},{head:`Record`,of:e=>`${e.source.system} ${e.source.object} ${e.source.recordId}`}],V(o)));{let n=A(()=>t.asking.data&&V(o).length===0?`Nothing is recorded.`:null);$(e,{title:`What happened`,question:`Every touch by stage; health above`,get asking(){return t.asking},get table(){return V(g)},get nothing(){return V(n)},children:(e,n)=>{var p=Qp(),g=F(p),_=P(g),v=P(_);K(v,17,()=>V(d).ticks(8),e=>e.getTime(),(e,t)=>{var n=Jp(),r=F(n);J(r,`y1`,8);var i=L(r),a=I(i,!0);R((e,t,n,o)=>{J(r,`x1`,e),J(r,`x2`,t),J(r,`y2`,V(l)-22),J(i,`x`,n),J(i,`y`,V(l)-8),W(a,o)},[()=>V(d)(V(t)),()=>V(d)(V(t)),()=>V(d)(V(t)),()=>V(d).tickFormat(8)(V(t))]),U(e,n)});var y=L(v),b=L(y),x=L(b),S=L(x),C=L(S);K(C,18,()=>V(s),e=>e,(e,t,n)=>{var o=Yp(),s=F(o),c=L(s),l=I(c,!0);R(e=>{J(s,`x2`,r-12),J(s,`y1`,i+V(n)*a+a/2),J(s,`y2`,i+V(n)*a+a/2),J(c,`y`,i+V(n)*a+a/2+4),W(l,e)},[()=>no(t)]),U(e,o)});var w=L(C),T=e=>{var t=Xp();R(()=>J(t,`y`,i+V(s).length*a+a/2+4)),U(e,t)};G(w,e=>{V(c)&&e(T)}),K(L(w),17,()=>V(o).filter(e=>e.at.slice(0,10)>=V(u)),e=>e.id,(e,t)=>{var n=Zp();let r;var i=I(P(n));O(n),R((e,a,o,s)=>{J(n,`cx`,e),J(n,`cy`,a),r=q(n,0,`svelte-1abypte`,null,r,{human:V(t).human}),W(i,`${o??``}${s??``}`)},[()=>V(d)(new Date(V(t).at)),()=>h(V(t)),()=>eo(V(t).at),()=>V(t).title??Q(V(t).kind)]),U(e,n)}),O(_),O(g);var ee=I(L(g,2));R((e,t,n,i,a,s,c)=>{J(_,`viewBox`,`0 0 ${r??``} ${V(l)??``}`),J(_,`aria-label`,`${e??``} from ${t??``} to ${n??``}; the table has each of them`),J(y,`y`,i),J(b,`y`,a),J(x,`x2`,r-12),J(x,`y1`,s),J(x,`y2`,c),J(S,`d`,V(m)),W(ee,`● by a person · ○ by a machine or not told. The last ${V(o).length??``}; the table has each with its record.`)},[()=>ro(V(o).length,`event`),()=>$a(V(u)),()=>$a(t.until),()=>f(100)+4,()=>f(50)+4,()=>f(50),()=>f(50)]),U(e,p)},$$slots:{default:!0}})}We()}var em=H(`<span class="flag small svelte-48cqnt">weakest</span>`),tm=kr(`<line class="gap svelte-48cqnt" y1="10" y2="10"></line>`),nm=kr(`<line class="blend svelte-48cqnt" y1="1" y2="19"></line>`),rm=kr(`<rect class="does svelte-48cqnt" y="5" width="10" height="10"></rect>`),im=kr(`<circle class="says svelte-48cqnt" cy="10" r="5.5"></circle>`),am=H(`<li><p class="row name"><b> </b> <span> </span><!></p> <svg aria-hidden="true" class="svelte-48cqnt"><line class="track svelte-48cqnt" y1="10" y2="10"></line><!><!><!><!></svg> <p class="small soft"> </p></li>`),om=H(`<p class="small">→ <b> </b> <span class="soft"> </span></p>`),sm=H(`<p class="row"><b class="value svelte-48cqnt"> </b> <span class="small soft"> </span></p> <ul></ul> <p class="small soft legend svelte-48cqnt">● what they say · ■ what we do · │ blended</p> <!> <p class="small soft"><!> </p>`,1);function cm(e,t){k(t,!0);let n=Ef([0,100],[8,412]),r={PERCEPTION_ABOVE_FACTS:`they think better of it than it is`,PERCEPTION_BELOW_FACTS:`they think worse of it than it is`},i=e=>e.score===null?e.reason??`not known`:`from ${{BLENDED:`${ro(e.surveyN,`answer`)} and the operation`,SURVEY_ONLY:`${ro(e.surveyN,`answer`)} alone`,OPERATIONAL_ONLY:`the operation alone`,NONE:`nothing`}[e.basis]}${e.gapFlag?` · ${r[e.gapFlag]}`:``}`,a=A(()=>xo(`trust`,[{head:`Factor`,kind:`code`,of:e=>e.factor},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Survey`,kind:`number`,of:e=>e.survey},{head:`Answers`,kind:`number`,of:e=>e.surveyN},{head:`Operation`,kind:`number`,of:e=>e.operational},{head:`Weight of the survey`,kind:`share`,of:e=>e.alpha},{head:`Gap`,kind:`delta`,of:e=>e.gap},{head:`Basis`,kind:`code`,of:e=>e.basis}],t.trust?.factors??[]));{let r=A(()=>t.trust?V(a):null),o=A(()=>t.trust?null:`Nothing is known of their trust.`);$(e,{title:`Trust`,question:`Why do they trust us, or not?`,get asking(){return t.asking},get table(){return V(r)},get nothing(){return V(o)},children:(e,r)=>{var a=jr(),o=F(a),s=e=>{var r=sm(),a=F(r),o=P(a),s=I(o,!0),c=I(L(o,2));O(a);var l=L(a,2);K(l,21,()=>t.trust.factors,e=>e.factor,(e,r)=>{var a=am();let o;var s=P(a),c=P(s),l=I(c,!0),u=L(c,2),d=I(u,!0),f=L(u),p=e=>{U(e,em())};G(f,e=>{t.trust.weakest===V(r).factor&&e(p)}),O(s);var m=L(s,2);J(m,`viewBox`,`0 0 420 20`);var h=P(m),g=L(h),_=e=>{var t=tm();R((e,n)=>{J(t,`x1`,e),J(t,`x2`,n)},[()=>n(V(r).survey),()=>n(V(r).operational)]),U(e,t)};G(g,e=>{V(r).survey!==null&&V(r).operational!==null&&e(_)});var v=L(g),y=e=>{var t=nm();R((e,n)=>{J(t,`x1`,e),J(t,`x2`,n)},[()=>n(V(r).score),()=>n(V(r).score)]),U(e,t)};G(v,e=>{V(r).score!==null&&e(y)});var b=L(v),x=e=>{var t=rm();R(e=>J(t,`x`,e),[()=>n(V(r).operational)-5]),U(e,t)};G(b,e=>{V(r).operational!==null&&e(x)});var S=L(b),C=e=>{var t=im();R(e=>J(t,`cx`,e),[()=>n(V(r).survey)]),U(e,t)};G(S,e=>{V(r).survey!==null&&e(C)}),O(m);var w=I(L(m,2));O(a),R((e,n,i,s,c)=>{o=q(a,1,`svelte-48cqnt`,null,o,{weakest:t.trust.weakest===V(r).factor}),W(l,e),W(d,n),J(h,`x1`,i),J(h,`x2`,s),W(w,`“${V(r).statement??``}” ${c??``}`)},[()=>no(V(r).factor),()=>Z(V(r).score),()=>n(0),()=>n(100),()=>i(V(r))]),U(e,a)}),O(l);var u=L(l,4),d=e=>{var n=om(),r=L(P(n)),i=I(r,!0),a=I(L(r,2),!0);O(n),R(e=>{W(i,t.trust.recommendation.title),W(a,e)},[()=>t.trust.recommendation.because.join(` · `)]),U(e,n)};G(u,e=>{t.trust.recommendation&&e(d)});var f=L(u,2),p=P(f);K(p,19,()=>t.trust.behaviours,e=>e.behaviour,(e,t,n)=>{Te();var r=Ar();R((e,t)=>W(r,`${V(n)>0?` · `:``}${e??``} ${t??``}`),[()=>Q(V(t).behaviour),()=>Za(V(t).likelihood)]),U(e,r)});var m=L(p,1,!0);O(f),R((e,t,n,r,i,a)=>{W(s,e),W(c,`competence ${t??``} · intent ${n??``} · ${r??``}, coverage ${i??``}`),W(m,a)},[()=>Z(t.trust.value),()=>Z(t.trust.competence),()=>Z(t.trust.intent),()=>ro(t.trust.responses,`answer`),()=>Za(t.trust.coverage),()=>t.trust.behaviours.some(e=>!e.calibrated)?` (not calibrated: our assumption)`:``]),U(e,r)};G(o,e=>{t.trust&&e(s)}),U(e,a)},$$slots:{default:!0}})}We()}var lm=H(`<!> <span class="soft small"> </span>`,1),um=H(`<span class="soft small">move a slider</span>`),dm=H(`<button class="bare">As it is</button>`),fm=H(`<p class="small soft"> </p>`),pm=H(`<label class="small svelte-x1hjp0"><span> </span> <input type="range" class="svelte-x1hjp0"/> <b class="svelte-x1hjp0"> </b></label>`),mm=H(`<p class="row now svelte-x1hjp0"><!> <span aria-hidden="true">→</span> <!> <!></p> <!> <div class="sliders svelte-x1hjp0"></div>`,1);function hm(e,t){k(t,!0);let n=new Ua(ia,()=>({}),!1),r=A(()=>new Map(n.data?.healthModel.stages.flatMap(e=>e.kpis).map(e=>{let t=e.knots.map(e=>e.raw);return[e.code,{low:Math.min(...t),high:Math.max(...t)}]}))),i=A(()=>t.health.stages.flatMap(e=>e.kpis).filter(e=>e.raw!==null&&e.pointsLost&&Number.isFinite(V(r).get(e.code)?.high)).toSorted((e,t)=>(t.pointsLost??0)-(e.pointsLost??0)).slice(0,6)),a=M(Jt({})),o=A(()=>Object.entries(V(a)).map(([e,t])=>({kpi:e,value:t}))),s=M([]);vn(()=>{let e=V(o),t=setTimeout(()=>N(s,e),150);return()=>clearTimeout(t)});let c=new Ua(ra,()=>V(s).length>0?{id:t.id,raw:V(s)}:null,!1),l=A(()=>V(s).length>0?c.data?.account?.health:null);{let n=A(()=>V(s).length>0?c:void 0),u=A(()=>V(i).length===0?`No KPI that was measured costs points.`:null);$(e,{title:`What if`,question:`What would health be if these were better?`,get asking(){return V(n)},get nothing(){return V(u)},children:(e,n)=>{var c=mm(),u=F(c),d=P(u);bo(d,{get band(){return t.health.band},get value(){return t.health.value}});var f=L(d,4),p=e=>{var n=lm(),r=F(n);bo(r,{get band(){return V(l).band},get value(){return V(l).value}});var i=I(L(r,2));R(e=>W(i,`${e??``} points`),[()=>Qa((V(l).value??0)-(t.health.value??0))]),U(e,n)},m=e=>{U(e,um())};G(f,e=>{V(l)?e(p):e(m,-1)});var h=L(f,2),g=e=>{var t=dm();yr(`click`,t,()=>{N(a,{},!0),N(s,[])}),U(e,t)};G(h,e=>{V(o).length>0&&e(g)}),O(u);var _=L(u,2),v=e=>{var n=fm(),r=I(n);R((e,t)=>W(r,`Health is capped at ${e??``}: ${t??``}. Better KPIs do not lift it above that.`),[()=>Z(Math.min(...t.health.caps.map(e=>e.cap))),()=>t.health.caps.map(e=>e.reason).join(`, `)]),U(e,n)};G(_,e=>{t.health.caps.length>0&&e(v)});var y=L(_,2);K(y,21,()=>V(i),e=>e.code,(e,t)=>{let n=A(()=>V(r).get(V(t).code)??{low:0,high:100}),i=A(()=>V(a)[V(t).code]??V(t).raw??0);var o=pm(),s=P(o),c=I(s,!0),l=L(s,2);xi(l);var u=I(L(l,2));O(o),R((e,r,a,o)=>{W(c,V(t).name),J(l,`min`,e),J(l,`max`,r),J(l,`step`,(V(n).high-V(n).low)/100),Si(l,V(i)),W(u,`${a??``}${o??``}`)},[()=>Math.min(V(n).low,V(t).raw??0),()=>Math.max(V(n).high,V(t).raw??0),()=>Z(V(i)),()=>$o(V(t).unit)]),yr(`input`,l,e=>N(a,{...V(a),[V(t).code]:Number(e.currentTarget.value)},!0)),U(e,o)}),O(y),U(e,c)},$$slots:{default:!0}})}We()}br([`click`,`input`]);var gm=H(`<dt class="small"> </dt> <dd class="svelte-iq9t5b"><span></span></dd> <dd class="amount small svelte-iq9t5b"> </dd>`,1),_m=H(`<span class="flag red svelte-iq9t5b">lost</span>`),vm=H(`<span class="flag svelte-iq9t5b" title="The weights are our assumption until enough renewals were seen">not calibrated</span>`),ym=H(`<span> <span class="soft small"> </span></span> <!>`,1),bm=H(`<span class="flag svelte-iq9t5b">nobody can tell</span>`),xm=H(`<p class="small soft"></p>`),Sm=H(`<li class="svelte-iq9t5b"><p class="row"><b> </b> <span> </span> <span> </span> <!></p> <!></li>`),Cm=H(`<h3>Renewals</h3> <ul class="lines svelte-iq9t5b"></ul>`,1),wm=H(`<li class="svelte-iq9t5b"><p class="row"><span> </span> <b> </b> <span class="small soft"> </span></p></li>`),Tm=H(`<h3>Growth</h3> <ul class="lines svelte-iq9t5b"><!> <!></ul>`,1),Em=H(`<p class="small soft"> </p>`),Dm=H(`<!> <!> <!>`,1),Om=H(`<dl class="bridge svelte-iq9t5b"></dl> <!>`,1);function km(e,t){k(t,!0);let n=A(()=>{if(!t.worth?.arr)return[];let e=Number(t.worth.arr.amount),n=[{name:`A year now`,money:t.worth.arr,from:0,to:e,kind:`whole`}],r=e,i=(e,t,i,a)=>{let o=Math.abs(Xa(t)??0);t&&o!==0&&(n.push({name:e,money:t,from:r,to:r+i*o,kind:a}),r+=i*o)};i(`At risk`,t.worth.atRisk,-1,`less`),i(`Nobody can tell`,t.worth.unknownAtRisk,-1,`unknown`);let a=t.worth.pipeline.reduce((e,t)=>e+(Xa(t.expected)??0),0),o=Xa(t.worth.growthExpected)??0,s=t.worth.arr.currency;return t.worth.pipeline.every(e=>!e.expected||e.expected.currency===s)&&a<=o+.01?(i(`Open deals`,{amount:String(a),currency:s},1,`more`),i(`More of what peers buy`,{amount:String(o-a),currency:s},1,`more`)):i(`Growth`,t.worth.growthExpected,1,`more`),n.push({name:`Expected in ${t.worth.horizonMonths} months`,money:{amount:String(r),currency:s},from:0,to:r,kind:`whole`}),n}),r=A(()=>Ef([0,Math.max(1,...V(n).flatMap(e=>[e.from,e.to]))],[0,100])),i=A(()=>xo(`worth`,[{head:`Step`,of:e=>e.name},{head:`Amount`,kind:`money`,of:e=>e.money}],V(n)));{let a=A(()=>V(n).length===0?`No recurring revenue is known, so nothing can be said of risk and growth.`:null);$(e,{title:`What it is worth`,question:`What may renew, what is at risk, what can grow?`,get asking(){return t.asking},get table(){return V(i)},get nothing(){return V(a)},children:(e,i)=>{var a=Om(),o=F(a);K(o,21,()=>V(n),e=>e.name,(e,t)=>{var n=gm(),i=F(n),a=I(i,!0),o=L(i,2),s=P(o);let c;O(o);var l=I(L(o,2));R((e,n,r)=>{W(a,V(t).name),q(s,1,`bar ${V(t).kind??``}`,`svelte-iq9t5b`),c=ui(s,``,c,{left:e,width:n}),W(l,`${V(t).kind===`less`||V(t).kind===`unknown`?`−`:V(t).kind===`more`?`+`:``}${r??``}`)},[()=>`${V(r)(Math.min(V(t).from,V(t).to))??``}%`,()=>`${Math.max(.4,Math.abs(V(r)(V(t).to)-V(r)(V(t).from)))}%`,()=>X(V(t).money).replace(`-`,``)]),U(e,n)}),O(o);var s=L(o,2),c=e=>{var n=Dm(),r=F(n),i=e=>{var n=Cm(),r=L(F(n),2);K(r,21,()=>t.worth.renewals,Wr,(e,t)=>{var n=Sm(),r=P(n),i=P(r),a=I(i,!0),o=L(i,2),s=I(o,!0),c=L(o,2),l=I(c,!0),u=L(c,2),d=e=>{U(e,_m())},f=e=>{var n=ym(),r=F(n),i=P(r),a=I(L(i));O(r);var o=L(r,2),s=e=>{U(e,vm())};G(o,e=>{V(t).probability.calibrated||e(s)}),R((e,t,n)=>{W(i,`${e??``} likely `),W(a,`(${t??``}–${n??``})`)},[()=>Za(V(t).probability.value),()=>Za(V(t).probability.low),()=>Za(V(t).probability.high)]),U(e,n)},p=e=>{U(e,bm())};G(u,e=>{V(t).lost?e(d):V(t).probability?e(f,1):e(p,-1)}),O(r);var m=L(r,2),h=e=>{var n=xm();K(n,21,()=>V(t).probability.factors.filter(e=>e.name!==`BASE`),Wr,(e,t,n)=>{Te();var r=Ar();R((e,t)=>W(r,`${n>0?` · `:``}${e??``} ${t??``}`),[()=>V(t).note??Q(V(t).name),()=>Qa(V(t).logOdds,2)]),U(e,r)}),O(n),U(e,n)};G(m,e=>{V(t).probability&&e(h)}),O(n),R((e,n)=>{W(a,e),W(s,V(t).contract?.name??`contract`),W(l,n)},[()=>$a(V(t).due),()=>X(V(t).value)]),U(e,n)}),O(r),U(e,n)};G(r,e=>{t.worth.renewals.length>0&&e(i)});var a=L(r,2),o=e=>{var n=Tm(),r=L(F(n),2),i=P(r);K(i,17,()=>t.worth.pipeline,e=>e.opportunityId,(e,t)=>{var n=wm(),r=P(n),i=P(r),a=I(i,!0),o=L(i,2),s=I(o,!0),c=I(L(o,2));O(r),O(n),R((e,n,r,i,o)=>{W(a,V(t).product??`deal`),W(s,e),W(c,`of ${n??``} · ${r??``} (${i??``}) · closes ${o??``}`)},[()=>X(V(t).expected),()=>X(V(t).amount),()=>Za(V(t).probability),()=>Q(V(t).probabilitySource),()=>$a(V(t).closeDate)]),U(e,n)}),K(L(i,2),17,()=>t.worth.expansion.filter(e=>Number(e.expected?.amount??0)>0),e=>e.product,(e,t)=>{var n=wm(),r=P(n),i=P(r),a=I(i,!0),o=L(i,2),s=I(o,!0),c=I(L(o,2));O(r),O(n),R((e,n)=>{W(a,V(t).product),W(s,e),W(c,`${n??``}${V(t).suppressedByOpportunity?` · an open deal has it already`:``}`)},[()=>X(V(t).expected),()=>V(t).evidence.join(` · `)]),U(e,n)}),O(r),U(e,n)};G(a,e=>{t.worth.pipeline.length+t.worth.expansion.length>0&&e(o)}),K(L(a,2),17,()=>t.worth.notes,Wr,(e,t)=>{var n=Em(),r=I(n,!0);R(()=>W(r,V(t))),U(e,n)}),U(e,n)};G(s,e=>{t.worth&&e(c)}),U(e,a)},$$slots:{default:!0}})}We()}var Am=H(`<p class="card" role="alert"> </p>`),jm=H(`<div class="card stack"><h1>No such account</h1><p>Nobody has the id <code class="wraps"> </code>, or it is not yours to see. <a>To all customers</a></p></div>`),Mm=H(`<a class="segment svelte-1iexvmf"> </a>`),Nm=H(`<span>below <a> </a></span>`),Pm=H(`<span class="at svelte-1iexvmf"></span>`),Fm=H(`<p class="small"> </p>`),Im=H(`<p class="small cap svelte-1iexvmf"> </p>`),Lm=H(`<p><!></p> <div class="range svelte-1iexvmf" role="img"><span class="known svelte-1iexvmf"></span> <!></div> <p class="small soft"> </p> <!> <!> <!>`,1),Rm=H(`<p class="nothing">Nothing was measured.</p>`),zm=H(`<p class="small soft"> </p>`),Bm=H(` <span class="worth svelte-1iexvmf"> </span>`,1),Vm=H(`<li><b> </b><!><p class="small soft"> </p></li>`),Hm=H(`<li class="nothing">Nothing is advised: what is known gives no reason for a certain step.</li>`),Um=H(`<p class="small signal svelte-1iexvmf"> </p>`),Wm=H(`<li><b> </b> <span class="soft"> </span></li>`),Gm=H(`<ul class="small actions svelte-1iexvmf"></ul>`),Km=H(`<li class="row small"><b> </b> <span> </span> <span class="soft"> </span></li>`),qm=H(`<ul></ul>`),Jm=H(`<div class="grid wide-left"><!> <div class="stack"><!> <!></div></div>`),Ym=H(`<div class="stack"><header class="card head svelte-1iexvmf"><div class="who svelte-1iexvmf"><h1 class="wraps"> </h1> <p class="soft small"> </p> <p class="row small"><!> <!> <!></p> <p class="small soft"> </p></div> <div class="score"><p class="small soft">Health</p> <!></div> <div class="score"><p class="small soft">Trust</p> <p class="big svelte-1iexvmf"> </p> <!></div> <div class="score"><p class="small soft">A year</p> <p class="big svelte-1iexvmf"> </p> <p class="small"><b class="risk svelte-1iexvmf"> </b> at risk</p> <p class="small"><b class="growth svelte-1iexvmf"> </b> growth</p> <!></div></header> <section class="card next svelte-1iexvmf" aria-label="What to do next"><h2>Next</h2> <ol class="svelte-1iexvmf"></ol> <!> <!></section> <div class="grid wide-left"><!> <!></div> <!> <!> <!> <!> <div class="grid two"><!> <!></div> <!></div>`),Xm=H(`<div class="card waiting svelte-1iexvmf" aria-label="Loading"></div>`);function Zm(e,t){k(t,!0);let n=A(()=>za.today),r=A(()=>V(n)?io(V(n),-365):null),i=new Ua($i,()=>({id:t.id})),a=new Ua(ea,()=>({id:t.id})),o=new Ua(ta,()=>V(r)&&V(n)?{id:t.id,from:V(r),to:V(n)}:null),s=A(()=>i.data?.account),c=A(()=>V(s)?.health),l=A(()=>V(s)?.recommendations??[]),u=A(()=>Wa.value(`stage`)),d=A(()=>V(c)?.trend.likeForLike??V(c)?.trend.delta),f=A(()=>o.data?.account?.health?.explainChange.filter(e=>Math.abs(e.points)>=.1).toSorted((e,t)=>Math.abs(t.points)-Math.abs(e.points))??[]),p=A(()=>(V(s)?.signals??[]).reduce((e,t)=>{let n=e.find(e=>e.signal.rule===t.rule);return n?n.times+=1:e.push({signal:t,times:1}),e},[])),m=A(()=>new Map(V(c)?.stages.flatMap(e=>e.kpis).map(e=>[e.code,e.name]))),h=A(()=>xo(`what-moved-it`,[{head:`KPI`,of:e=>e.code},{head:`Name`,of:e=>V(m).get(e.code)},{head:`Cause`,kind:`code`,of:e=>e.cause},{head:`Points`,kind:`delta`,of:e=>e.points},{head:`From`,kind:`number`,of:e=>e.fromNormalised},{head:`To`,kind:`number`,of:e=>e.toNormalised}],V(f))),g=e=>Wa.set({stage:V(u)===e?null:e});var _=jr();ei(`1iexvmf`,e=>{wn(()=>{Qt.title=`${V(s)?.name??`Account`??``} · Accord`})});var v=F(_),y=e=>{var t=Am(),n=I(t,!0);R(()=>W(n,i.why.message)),U(e,t)},b=e=>{var n=jm(),r=L(P(n)),i=L(P(r)),a=I(i,!0),o=L(i,2);O(r),O(n),R(e=>{W(a,t.id),J(o,`href`,e)},[()=>qa(`/`)]),U(e,n)},x=e=>{var _=Ym(),v=P(_),y=P(v),b=P(y),x=I(b,!0),S=L(b,2),C=I(S,!0),w=L(S,2),T=P(w);Uo(T,{get position(){return V(s).position}});var ee=L(T,2);K(ee,17,()=>V(s).segments,e=>e.id,(e,t)=>{var n=Mm(),r=I(n,!0);R(e=>{J(n,`href`,e),W(r,V(t).name)},[()=>`/?segment=${encodeURIComponent(V(t).id)}`]),U(e,n)});var te=L(ee,2),ne=e=>{var t=Nm(),n=L(P(t)),r=I(n,!0);O(t),R(e=>{J(n,`href`,e),W(r,V(s).parent.name)},[()=>qa(`/accounts/${V(s).parent.id}`)]),U(e,t)};G(te,e=>{V(s).parent&&e(ne)}),O(w);var re=I(L(w,2));O(y);var ie=L(y,2),ae=L(P(ie),2),oe=e=>{var t=Lm(),n=F(t);bo(P(n),{get band(){return V(c).band},get value(){return V(c).value},get confidence(){return V(c).confidence},large:!0}),O(n);var r=L(n,2),i=P(r);let a;var o=L(i,2),s=e=>{var t=Pm();let n;R(()=>n=ui(t,``,n,{left:`${V(c).value??``}%`})),U(e,t)};G(o,e=>{V(c).value!==null&&e(s)}),O(r);var l=L(r,2),u=I(l),f=L(l,2),p=e=>{var t=Fm(),n=I(t);R(e=>W(n,`${e??``} in 4 weeks${V(c).trend.likeForLike===null?``:`, like for like`}`),[()=>Qa(V(d))]),U(e,t)};G(f,e=>{V(d)!==null&&V(d)!==void 0&&e(p)});var m=L(f,2);K(m,17,()=>V(c).caps,e=>e.code,(e,t)=>{var n=Im(),r=I(n);R(e=>W(r,`▼ capped at ${e??``}: ${V(t).reason??``}`),[()=>Z(V(t).cap)]),U(e,n)});var h=L(m,2),g=e=>{var t=Im(),n=I(t);R((e,t)=>W(n,`Set by a person to ${e??``} until ${t??``}`),[()=>Z(V(c).override.value),()=>$a(V(c).override.expiresAt)]),U(e,t)};G(h,e=>{V(c).override&&e(g)}),R((e,t,n,o,s,l,d)=>{J(r,`aria-label`,`Between ${e??``} and ${t??``} if the missing were known`),a=ui(i,``,a,{left:`${V(c).low??``}%`,width:n}),W(u,`${o??``}–${s??``} if the missing were known${V(c).caps.length>0?`, before the cap`:``} · coverage ${l??``}, confidence ${d??``}`)},[()=>Z(V(c).low),()=>Z(V(c).high),()=>`${Math.max(1,V(c).high-V(c).low)}%`,()=>Z(V(c).low,0),()=>Z(V(c).high,0),()=>Za(V(c).coverage),()=>Q(V(c).confidence)]),U(e,t)},se=e=>{U(e,Rm())};G(ae,e=>{V(c)?e(oe):e(se,-1)}),O(ie);var ce=L(ie,2),le=L(P(ce),2),ue=I(le,!0),de=L(le,2),fe=e=>{var t=zm(),n=I(t);R(e=>W(n,`weakest: ${e??``}`),[()=>Q(V(s).trust.weakest)]),U(e,t)};G(de,e=>{V(s).trust?.weakest&&e(fe)}),O(ce);var pe=L(ce,2),me=L(P(pe),2),he=I(me,!0),ge=L(me,2),_e=I(P(ge),!0);Te(),O(ge);var ve=L(ge,2),ye=I(P(ve),!0);Te(),O(ve);var be=L(ve,2),xe=e=>{var t=zm(),n=I(t);R((e,t)=>W(n,`renews ${e??``}${t??``}`),[()=>$a(V(s).nextRenewal.end),()=>V(s).nextRenewal.daysToEnd===null?``:`, in ${ro(V(s).nextRenewal.daysToEnd,`day`)}`]),U(e,t)};G(be,e=>{V(s).nextRenewal&&e(xe)}),O(pe),O(v);var E=L(v,2),Se=L(P(E),2);K(Se,21,()=>V(l),e=>e.code,(e,t)=>{var n=Vm(),r=P(n),i=I(r,!0),a=L(r),o=e=>{var n=Bm(),r=F(n,!0);r.nodeValue=` `;var i=I(L(r));R(e=>W(i,`worth ${e??``}`),[()=>X(V(t).expectedValue)]),U(e,n)},s=A(()=>Number(V(t).expectedValue?.amount??0)>0);G(a,e=>{V(s)&&e(o)});var c=I(L(a),!0);O(n),R(e=>{W(i,V(t).title),W(c,e)},[()=>V(t).because.join(` · `)]),U(e,n)},e=>{U(e,Hm())}),O(Se);var D=L(Se,2);K(D,17,()=>V(p),({signal:e,times:t})=>e.rule,(e,t)=>{let n=()=>V(t).signal,r=()=>V(t).times;var i=Um(),a=I(i);R((e,t)=>W(a,`▲ ${e??``}${r()>1?` (${r()})`:``} since ${t??``}${n().suggested?`: ${n().suggested.title}`:``}`),[()=>no(n().rule),()=>$a(n().raisedAt)]),U(e,i)});var Ce=L(D,2),we=e=>{var t=Gm();K(t,21,()=>V(s).actions.slice(0,6),e=>e.id,(e,t)=>{var n=Wm(),r=P(n),i=I(r,!0),a=L(r),o=I(L(a));O(n),R((e,n,r,s,c)=>{W(i,e),W(a,` ${n??``} `),W(o,`${r??``}${V(t).overdue?`, late`:``}${s??``}${c??``}`)},[()=>Q(V(t).status),()=>V(t).title??Q(V(t).trigger),()=>V(t).dueAt?`due ${$a(V(t).dueAt)}`:``,()=>V(t).verdict?` · ${Q(V(t).verdict)}`:``,()=>V(t).effect===null?``:` ${Qa(V(t).effect)} ± ${Z(V(t).standardError)}`]),U(e,n)}),O(t),U(e,t)};G(Ce,e=>{V(s).actions.length>0&&e(we)}),O(E);var Ee=L(E,2),De=P(Ee),Oe=e=>{Zf(e,{get stages(){return V(c).stages},get asking(){return i},get chosen(){return V(u)},choose:g})};G(De,e=>{V(c)&&e(Oe)}),cm(L(De,2),{get trust(){return V(s).trust},get asking(){return i}}),O(Ee);var ke=L(Ee,2),Ae=e=>{var n=Jm(),a=P(n);fs(a,{get health(){return V(c)},get asking(){return i},get stage(){return V(u)},clear:()=>Wa.set({stage:null})});var s=L(a,2),l=P(s);hm(l,{get id(){return t.id},get health(){return V(c)}});var d=L(l,2);{let e=A(()=>$a(V(r))),t=A(()=>o.data&&V(f).length===0?`Nothing moved it by a tenth of a point.`:null);$(d,{title:`What moved it`,get question(){return`Since ${V(e)??``}; the parts add up`},get asking(){return o},get table(){return V(h)},get nothing(){return V(t)},children:(e,t)=>{var n=qm();K(n,21,()=>V(f).slice(0,10),e=>e.code+e.cause,(e,t)=>{var n=Km(),r=P(n);let i;var a=I(r,!0),o=L(r,2),s=I(o,!0),c=I(L(o,2));O(n),R((e,n,o,l)=>{i=q(r,1,`svelte-1iexvmf`,null,i,{risk:V(t).points<0,growth:V(t).points>0}),W(a,e),W(s,n),W(c,`${o??``}${l??``}`)},[()=>Qa(V(t).points,2),()=>V(m).get(V(t).code)??Q(V(t).code),()=>Q(V(t).cause),()=>V(t).fromNormalised!==null||V(t).toNormalised!==null?`, ${Z(V(t).fromNormalised)} → ${Z(V(t).toNormalised)}`:``]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}O(s),O(n),U(e,n)};G(ke,e=>{V(c)&&e(Ae)});var je=L(ke,2);km(je,{get worth(){return V(s).opportunity},get asking(){return i}});var Me=L(je,2);{let e=A(()=>a.data?.account?.stakeholders??[]),t=A(()=>a.data?.account?.people);ip(Me,{get all(){return V(e)},get people(){return V(t)},get asking(){return a}})}var Ne=L(Me,2),Pe=e=>{{let t=A(()=>o.data?.account);$p(e,{get past(){return V(t)},get asking(){return o},get from(){return V(r)},get until(){return V(n)}})}};G(Ne,e=>{V(r)&&V(n)&&e(Pe)});var Fe=L(Ne,2),Ie=P(Fe);{let e=A(()=>o.data?.account?.feedback??[]);Jo(Ie,{get all(){return V(e)},get asking(){return o}})}Ss(L(Ie,2),{get id(){return t.id}}),O(Fe),Zo(L(Fe,2),{get sources(){return V(s).freshness},get asking(){return i}}),O(_),R((e,t,n,r,i)=>{J(v,`data-account`,V(s).id),W(x,V(s).name),W(C,e),W(re,`${V(s).owner?.name?`Owner: ${V(s).owner.name}`:`Nobody owns it`}${V(s).champion?` · Champion: ${V(s).champion.contact.name??`name not shown`}${V(s).champion.left?` (left)`:``}`:` · No champion is known`}`),W(ue,t),W(he,n),W(_e,r),W(ye,i)},[()=>[V(s).legalName===V(s).name?null:V(s).legalName,V(s).country,V(s).industry,V(s).linesOfBusiness.join(`, `)].filter(Boolean).join(` · `),()=>Z(V(s).trust?.value),()=>X(V(s).opportunity?.arr??V(s).arr),()=>X(V(s).opportunity?.atRisk),()=>X(V(s).opportunity?.growthExpected)]),U(e,_)},S=e=>{U(e,Xm())};G(v,e=>{i.why&&!i.data?e(y):i.data&&!V(s)?e(b,1):V(s)?e(x,2):e(S,-1)}),U(e,_),We()}var Qm=H(`<a class="plain"> </a>`),$m=H(`<p class="small soft"> </p>`),eh=H(`<div class="card headline svelte-rzx8p4"><p class="small soft"> </p> <p><!></p> <!> <!></div>`);function th(e,t){let n=Pi(t,`tone`,3,`plain`);var r=eh(),i=P(r),a=I(i,!0),o=L(i,2),s=P(o),c=e=>{var n=Qm(),r=I(n,!0);R(()=>{J(n,`href`,t.to),W(r,t.value)}),U(e,n)},l=e=>{var n=Ar();R(()=>W(n,t.value)),U(e,n)};G(s,e=>{t.to?e(c):e(l,-1)}),O(o);var u=L(o,2),f=e=>{var n=$m(),r=I(n,!0);R(()=>W(r,t.note)),U(e,n)};G(u,e=>{t.note&&e(f)}),$r(L(u,2),()=>t.children??d),O(r),R(()=>{J(r,`data-headline`,t.label),W(a,t.label),q(o,1,`value ${n()??``}`,`svelte-rzx8p4`)}),U(e,r)}var nh=kr(`<line class="carry svelte-adefr8"></line>`),rh=kr(`<rect></rect><!><text class="strong" text-anchor="middle"> </text><text text-anchor="middle"> </text>`,1),ih=H(`<svg role="img" class="svelte-adefr8"><defs><pattern id="untold" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-adefr8" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs><!></svg> <p class="small soft">The hub gives no range of the sums yet: what is at risk is an expectation, not a bound.</p>`,1);function ah(e,t){k(t,!0);let n=A(()=>{if(!t.summary?.arr)return[];let{arr:e}=t.summary,n=Number(e.amount),r=[{name:`A year now`,money:e,from:0,to:n,kind:`whole`}],i=(e,t,i,a)=>{let o=Math.abs(Xa(t)??0);t&&o!==0&&(r.push({name:e,money:t,from:n,to:n+i*o,kind:a}),n+=i*o)};return i(`At risk`,t.summary.atRisk,-1,`less`),i(`Nobody can tell`,t.summary.unknownAtRisk,-1,`unknown`),i(`Growth`,t.summary.growthExpected,1,`more`),r.push({name:`Expected`,money:{amount:String(n),currency:e.currency},from:0,to:n,kind:`whole`}),r}),[r,i,a,o]=[560,230,24,26],s=A(()=>Ef([0,Math.max(1,...V(n).flatMap(e=>[e.from,e.to]))],[i-o,a])),c=A(()=>r/Math.max(1,V(n).length)),l=e=>`${e.kind===`less`||e.kind===`unknown`?`−`:e.kind===`more`?`+`:``}${X(e.money).replace(`-`,``)}`,u=A(()=>xo(`revenue-bridge`,[{head:`Step`,of:e=>e.name},{head:`Amount`,kind:`money`,of:e=>e.money}],V(n)));{let a=A(()=>t.asking.data&&V(n).length===0?`No recurring revenue is known.`:null);$(e,{title:`Revenue bridge`,question:`From a year’s revenue today to what may be expected in 12 months`,get asking(){return t.asking},get table(){return V(u)},get nothing(){return V(a)},children:(e,t)=>{var a=ih(),o=F(a);K(L(P(o)),19,()=>V(n),e=>e.name,(e,t,r)=>{let a=A(()=>V(r)*V(c)+V(c)*.14);var o=rh(),u=F(o),d=L(u),f=e=>{var n=nh();R((e,t)=>{J(n,`x1`,V(a)+V(c)*.72),J(n,`x2`,(V(r)+1)*V(c)+V(c)*.14),J(n,`y1`,e),J(n,`y2`,t)},[()=>V(s)(V(t).to),()=>V(s)(V(t).to)]),U(e,n)};G(d,e=>{V(r)<V(n).length-1&&e(f)});var p=L(d),m=I(p,!0),h=L(p),g=I(h,!0);R((e,n,o,s)=>{q(u,0,`step ${V(t).kind??``}`,`svelte-adefr8`),J(u,`x`,V(a)),J(u,`width`,V(c)*.72),J(u,`y`,e),J(u,`height`,n),J(p,`x`,V(r)*V(c)+V(c)/2),J(p,`y`,o),W(m,s),J(h,`x`,V(r)*V(c)+V(c)/2),J(h,`y`,i-8),W(g,V(t).name)},[()=>V(s)(Math.max(V(t).from,V(t).to)),()=>Math.max(1.5,Math.abs(V(s)(V(t).from)-V(s)(V(t).to))),()=>V(s)(Math.max(V(t).from,V(t).to))-6,()=>l(V(t))]),U(e,o)}),O(o),Te(2),R(e=>{J(o,`viewBox`,`0 0 ${r??``} ${i??``}`),J(o,`aria-label`,e)},[()=>V(n).map(e=>`${e.name} ${l(e)}`).join(`, `)]),U(e,a)},$$slots:{default:!0}})}We()}var oh=H(`<span class="row screen-only small"><button>Accounts</button> <button>Revenue</button></span>`),sh=kr(`<text class="inside svelte-1t3bsj5" text-anchor="middle"> </text>`),ch=kr(`<rect></rect><!>`,1),lh=kr(`<text text-anchor="middle">not kept</text>`),uh=kr(`<!><text text-anchor="middle"> </text>`,1),dh=H(`<svg role="img" aria-label="Bands week by week; the table has the numbers" class="svelte-1t3bsj5"><defs><pattern id="unseen" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-1t3bsj5" x1="0" y1="0" x2="0" y2="5"></line></pattern></defs><!></svg> <p class="small soft legend svelte-1t3bsj5">From below: <span class="red svelte-1t3bsj5">▼ red</span>, <span class="amber svelte-1t3bsj5">◆ amber</span>, <span class="green svelte-1t3bsj5">● green</span>, hatched: nobody knows. Each week as it was told then.</p>`,1);function fh(e,t){k(t,!0);let n=e=>{var t=oh(),n=P(t),r=L(n,2);O(t),R(()=>{J(n,`aria-pressed`,!V(s)),J(r,`aria-pressed`,V(s))}),yr(`click`,n,()=>Wa.set({by:null})),yr(`click`,r,()=>Wa.set({by:`money`})),U(e,t)},r=[`a`,`b`,`c`,`d`,`e`,`f`,`g`,`h`],i=[`RED`,`AMBER`,`GREEN`,`UNKNOWN`],a=A(()=>za.today?r.map((e,t)=>io(za.today??``,-7*(r.length-1-t))):null),o=new Ua(sa,()=>{if(!V(a))return null;let[e,t,n,r,i,o,s,c]=V(a);return{filter:Ka(),a:e,b:t,c:n,d:r,e:i,f:o,g:s,h:c}}),s=A(()=>Wa.value(`by`)===`money`),c=A(()=>{let{data:e}=o;return!e||!V(a)?[]:r.map((t,n)=>{let r=e[t],o={RED:0,AMBER:0,GREEN:0,UNKNOWN:0},s={...o};for(let e of r){let t=i.find(t=>t===e.keys[0]?.value)??`UNKNOWN`;o[t]+=e.accounts,s[t]+=Xa(e.arr)??0}let c=r.some(e=>e.coverage>0);return{day:V(a)[n]??``,told:c,counts:o,arr:s,currency:r.find(e=>e.arr)?.arr?.currency??null}})}),l=A(()=>V(c).filter(e=>e.told)),[u,d,f,p]=[560,230,10,26],m=(e,t)=>V(s)?e.arr[t]:e.counts[t],h=e=>i.reduce((t,n)=>t+m(e,n),0),g=A(()=>Ef([0,Math.max(1,...V(l).map(h))],[d-p,f])),_=u/r.length,v=(e,t)=>V(s)?e.currency?X({amount:String(e.arr[t]),currency:e.currency}):`–`:Z(e.counts[t],0),y=e=>{let t=0;return i.map(n=>{let[r,i]=[t,t+m(e,n)];return t=i,{band:n,top:V(g)(i),height:V(g)(r)-V(g)(i),value:m(e,n)}})},b=A(()=>xo(`health-over-time`,[{head:`Day`,kind:`day`,of:e=>e.day},...i.map(e=>({head:no(e),kind:`number`,of:t=>t.told?t.counts[e]:null})),...i.map(e=>({head:`${no(e)} a year`,kind:`money`,of:t=>t.told&&t.currency?{amount:String(t.arr[e]),currency:t.currency}:null}))],V(c)));{let t=A(()=>o.data&&V(l).length===0?`No scores are kept of these weeks yet.`:null);$(e,{title:`Health over time`,question:`Is the portfolio getting better?`,get asking(){return o},get table(){return V(b)},get beside(){return n},get nothing(){return V(t)},children:(e,t)=>{var n=dh(),r=F(n);K(L(P(r)),19,()=>V(c),e=>e.day,(e,t,n)=>{var r=uh(),i=F(r),a=e=>{var r=jr();K(F(r),17,()=>y(V(t)),e=>e.band,(e,r)=>{var i=jr(),a=F(i),o=e=>{var i=ch(),a=F(i),o=L(a),s=e=>{var i=sh(),a=I(i,!0);R(e=>{J(i,`x`,V(n)*_+_/2),J(i,`y`,V(r).top+V(r).height/2+4),W(a,e)},[()=>v(V(t),V(r).band)]),U(e,i)};G(o,e=>{V(r).height>13&&e(s)}),R(e=>{q(a,0,`band ${e??``}`,`svelte-1t3bsj5`),J(a,`x`,V(n)*_+_*.1),J(a,`width`,_*.8),J(a,`y`,V(r).top),J(a,`height`,V(r).height)},[()=>V(r).band.toLowerCase()]),U(e,i)};G(a,e=>{V(r).value>0&&e(o)}),U(e,i)}),U(e,r)},o=e=>{var t=lh();R(()=>{J(t,`x`,V(n)*_+_/2),J(t,`y`,d-p-8)}),U(e,t)};G(i,e=>{V(t).told?e(a):e(o,-1)});var s=L(i),c=I(s,!0);R(e=>{J(s,`x`,V(n)*_+_/2),J(s,`y`,d-8),W(c,e)},[()=>$a(V(t).day).replace(/,? \d{4}$/,``)]),U(e,r)}),O(r),Te(2),R(()=>J(r,`viewBox`,`0 0 ${u??``} ${d??``}`)),U(e,n)},$$slots:{default:!0}})}We()}br([`click`]);var ph=H(`<a> </a>`),mh=H(`<li class="svelte-17r7hgj"><span class="name wraps"><!> <span class="small soft"> </span></span> <span class="bars svelte-17r7hgj" aria-hidden="true"><span class="risk svelte-17r7hgj"></span><span class="growth svelte-17r7hgj"></span></span> <span class="sums small svelte-17r7hgj"><b class="red svelte-17r7hgj"> </b> <b class="green svelte-17r7hgj"> </b></span></li>`),hh=H(`<ul></ul> <p class="small soft"> </p>`,1);function gh(e,t){k(t,!0);let n=e=>e.keys[0]?.label??`not known`,r=e=>e.keys[0]?.value?qa(`/`,{[t.narrow]:e.keys[0].value}):null,i=A(()=>[...t.groups].sort((e,t)=>(Xa(t.atRisk)??0)-(Xa(e.atRisk)??0))),a=A(()=>Math.max(1,...t.groups.flatMap(e=>[Xa(e.atRisk)??0,Xa(e.growthExpected)??0]))),o=e=>(Xa(e)??0)/V(a)*100,s=A(()=>xo(t.narrow===`country`?`by-country`:`by-line-of-business`,[{head:t.title.replace(`By `,``),of:n,to:r},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`A year`,kind:`money`,of:e=>e.arr},{head:`At risk`,kind:`money`,of:e=>e.atRisk},{head:`Growth`,kind:`money`,of:e=>e.growthExpected},{head:`NRR %`,kind:`number`,of:e=>e.nrr},{head:`Health`,kind:`number`,of:e=>e.healthMean},{head:`Trust`,kind:`number`,of:e=>e.trustMean},{head:`Coverage`,kind:`share`,of:e=>e.coverage},{head:`Red`,kind:`number`,of:e=>e.health.red},{head:`Amber`,kind:`number`,of:e=>e.health.amber},{head:`Green`,kind:`number`,of:e=>e.health.green},{head:`Unknown`,kind:`number`,of:e=>e.health.unknown}],V(i)));$(e,{get title(){return t.title},question:`Where is the money in danger, where does it grow?`,get asking(){return t.asking},get table(){return V(s)},children:(e,t)=>{var a=hh(),s=F(a);K(s,21,()=>V(i).slice(0,12),Wr,(e,t)=>{let i=A(()=>r(V(t)));var a=mh(),s=P(a),c=P(s),l=e=>{var r=ph(),a=I(r,!0);R(e=>{J(r,`href`,V(i)),W(a,e)},[()=>n(V(t))]),U(e,r)},u=e=>{var r=Ar();R(e=>W(r,e),[()=>n(V(t))]),U(e,r)};G(c,e=>{V(i)?e(l):e(u,-1)});var d=L(c,1,!0);d.nodeValue=` `;var f=I(L(d));O(s);var p=L(s,2),m=P(p);let h;var g=L(m);let _;O(p);var v=L(p,2),y=P(v),b=I(y,!0),x=I(L(y,2),!0);O(v),O(a),R((e,t,n,r,i,a)=>{W(f,`${e??``}, health ${t??``}`),h=ui(m,``,h,{width:n}),_=ui(g,``,_,{width:r}),W(b,i),W(x,a)},[()=>ro(V(t).accounts,`account`),()=>Z(V(t).healthMean,0),()=>`${o(V(t).atRisk)??``}%`,()=>`${o(V(t).growthExpected)??``}%`,()=>X(V(t).atRisk),()=>X(V(t).growthExpected)]),U(e,a)}),O(s);var c=I(L(s,2));R(()=>W(c,`First bar: at risk; second: growth.${V(i).length>12?` The first 12 of ${V(i).length}; the table has all.`:``}`)),U(e,a)},$$slots:{default:!0}}),We()}var _h=H(`<p class="soft small"> </p>`),vh=H(`<p class="card" role="alert"> </p>`),yh=H(`<div class="grid headlines svelte-ahk51c"><!> <!> <!> <!> <!></div>`),bh=H(`<li class="svelte-ahk51c"><!><a class="wraps"> </a><span><b class="risk svelte-ahk51c"> </b> <span class="small soft"> </span></span></li>`),xh=H(`<ol class="svelte-ahk51c"></ol>`),Sh=H(`<li class="svelte-ahk51c"><!><a class="wraps"> </a><span><b class="growth svelte-ahk51c"> </b> <span class="small soft"> </span></span></li>`),Ch=H(`<progress max="1" class="svelte-ahk51c"></progress>`),wh=H(`<p class="small soft"> </p>`),Th=H(`<li class="svelte-ahk51c"><p class="row"><b> </b> <span class="small soft"> </span></p> <p class="small"> <b> </b> </p> <!> <!></li>`),Eh=H(`<ul class="goals svelte-ahk51c"></ul>`),Dh=H(` <a class="small"> <span class="unseen"></span></a>`,1),Oh=H(`<li class="svelte-ahk51c"> <!></li>`),kh=H(`<ul class="story svelte-ahk51c"></ul>`),Ah=H(`<b> </b> `,1),jh=H(`<ul class="small"><li>The source furthest behind: <b> </b></li> <li>Moments that matter and are measured: <b> </b></li> <li>Perception agrees with facts: <b> </b></li> <li>Beacon: <!></li></ul>`),Mh=H(`<div class="stack"><div class="row top svelte-ahk51c"><h1>What it adds up to</h1> <!></div> <!> <!> <div class="grid two"><!> <!></div> <div class="grid two"><!> <!> <!> <!> <!> <div class="stack"><!> <!></div></div></div>`);function Nh(e,t){k(t,!0);let n=new Ua(aa,()=>({filter:Ka()})),r=new Ua(oa,()=>({filter:Ka()})),i=A(()=>n.data?.executiveSummary),a=(e,t)=>e.currency&&t!==null?X({amount:String(t),currency:e.currency}):Z(t),o=e=>e.replace(/ ?\[[^\]]*\]\.?/g,``).replace(/\.?$/,`.`),s=A(()=>xo(`goals`,[{head:`Goal`,of:e=>e.name},{head:`Outcome`,kind:`code`,of:e=>e.outcome},{head:`At the outset`,kind:`number`,of:e=>e.baseline},{head:`Since`,kind:`day`,of:e=>e.baselineOn},{head:`Now`,kind:`number`,of:e=>e.current},{head:`Goal value`,kind:`number`,of:e=>e.target},{head:`Due`,kind:`day`,of:e=>e.due},{head:`On track`,of:e=>e.onTrack===null?null:e.onTrack?`yes`:`no`}],V(i)?.goals??[])),c=A(()=>xo(`top-risks`,[{head:`Account`,of:e=>e.name,to:e=>qa(`/accounts/${e.id}`)},{head:`At risk`,kind:`money`,of:e=>e.opportunity?.atRisk},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Health`,kind:`number`,of:e=>e.health?.value}],V(i)?.topRisks??[])),l=A(()=>xo(`top-growth`,[{head:`Account`,of:e=>e.name,to:e=>qa(`/accounts/${e.id}`)},{head:`Growth`,kind:`money`,of:e=>e.opportunity?.growthExpected},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Health`,kind:`number`,of:e=>e.health?.value}],V(i)?.topGrowth??[]));var u=Mh();ei(`ahk51c`,e=>{xn(()=>{Qt.title=`Executive · Accord`})});var d=P(u),f=L(P(d),2),p=e=>{var t=_h(),n=I(t);R((e,r,a)=>{J(t,`data-as-of`,V(i).asOf),W(n,`As of ${e??``} · ${r??``} · coverage ${a??``}`)},[()=>$a(V(i).asOf),()=>ro(V(i).accounts,`account`),()=>Za(V(i).coverage)]),U(e,t)};G(f,e=>{V(i)&&e(p)}),O(d);var m=L(d,2),h=e=>{var t=vh(),r=I(t,!0);R(()=>W(r,n.why.message)),U(e,t)};G(m,e=>{n.why&&!n.data&&e(h)});var g=L(m,2),_=e=>{var t=yh(),n=P(t);{let e=A(()=>X(V(i).arr)),t=A(()=>Z(V(i).health.median));th(n,{label:`Revenue a year`,get value(){return V(e)},get note(){return`median health ${V(t)??``}`}})}var r=L(n,2);{let e=A(()=>V(i).nrr===null?`–`:`${Z(V(i).nrr)} %`),t=A(()=>V(i).grr===null?`–`:`${Z(V(i).grr)} %`),n=A(()=>V(i).nrr!==null&&V(i).nrr<100?`red`:`plain`);th(r,{label:`Kept and grown`,get value(){return V(e)},get note(){return`NRR; GRR ${V(t)??``}`},get tone(){return V(n)}})}var a=L(r,2);{let e=A(()=>X(V(i).atRisk)),t=A(()=>V(i).unknownAtRisk&&Number(V(i).unknownAtRisk.amount)>0?`and ${X(V(i).unknownAtRisk)} where nobody can tell`:`in the next 12 months`);th(a,{label:`At risk`,get value(){return V(e)},tone:`red`,get note(){return V(t)}})}var o=L(a,2);{let e=A(()=>X(V(i).growthExpected)),t=A(()=>X(V(i).net));th(o,{label:`Growth expected`,get value(){return V(e)},tone:`green`,get note(){return`net ${V(t)??``}`}})}var s=L(o,2);{let e=A(()=>V(i).goals.length===0?`–`:`${V(i).goals.filter(e=>e.onTrack).length} of ${V(i).goals.length}`),t=A(()=>V(i).goals.length===0?`none is set`:`${V(i).goals.filter(e=>e.onTrack===null).length} cannot be told`);th(s,{label:`Goals on track`,get value(){return V(e)},get note(){return V(t)}})}O(t),U(e,t)};G(g,e=>{V(i)&&e(_)});var v=L(g,2),y=P(v);ah(y,{get summary(){return V(i)},get asking(){return n}}),fh(L(y,2),{}),O(v);var b=L(v,2),x=P(b);$(x,{title:`Largest risks`,question:`Where the most money is in danger`,get asking(){return n},get table(){return V(c)},children:(e,t)=>{var n=xh();K(n,21,()=>V(i)?.topRisks??[],e=>e.id,(e,t)=>{var n=bh(),r=P(n);{let e=A(()=>V(t).health?.band),n=A(()=>V(t).health?.value??null),i=A(()=>V(t).health?.confidence);bo(r,{get band(){return V(e)},get value(){return V(n)},get confidence(){return V(i)}})}var i=L(r),a=I(i,!0),o=L(i),s=P(o),c=I(s,!0),l=I(L(s,2));O(o),O(n),R((e,n,r)=>{J(i,`href`,e),W(a,V(t).name),W(c,n),W(l,`of ${r??``}`)},[()=>qa(`/accounts/${V(t).id}`),()=>X(V(t).opportunity?.atRisk),()=>X(V(t).opportunity?.arr)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}});var S=L(x,2);$(S,{title:`Largest growth`,question:`Where the most can be won`,get asking(){return n},get table(){return V(l)},children:(e,t)=>{var n=xh();K(n,21,()=>V(i)?.topGrowth??[],e=>e.id,(e,t)=>{var n=Sh(),r=P(n);{let e=A(()=>V(t).health?.band),n=A(()=>V(t).health?.value??null),i=A(()=>V(t).health?.confidence);bo(r,{get band(){return V(e)},get value(){return V(n)},get confidence(){return V(i)}})}var i=L(r),a=I(i,!0),o=L(i),s=P(o),c=I(s,!0),l=I(L(s,2));O(o),O(n),R((e,n,r)=>{J(i,`href`,e),W(a,V(t).name),W(c,n),W(l,`beside ${r??``}`)},[()=>qa(`/accounts/${V(t).id}`),()=>X(V(t).opportunity?.growthExpected),()=>X(V(t).opportunity?.arr)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}});var C=L(S,2);{let e=A(()=>r.data?.countries??[]);gh(C,{title:`By country`,narrow:`country`,get groups(){return V(e)},get asking(){return r}})}var w=L(C,2);{let e=A(()=>r.data?.lines??[]);gh(w,{title:`By line of business`,narrow:`line`,get groups(){return V(e)},get asking(){return r}})}var T=L(w,2);{let e=A(()=>V(i)&&V(i).goals.length===0?`No goal is set; setGoal freezes where it starts from.`:null);$(T,{title:`Goals`,question:`What was promised, and where we are`,get asking(){return n},get table(){return V(s)},get nothing(){return V(e)},children:(e,t)=>{var n=Eh();K(n,21,()=>V(i)?.goals??[],e=>e.id,(e,t)=>{var n=Th(),r=P(n),i=P(r),o=I(i),s=I(L(i,2));O(r);var c=L(r,2),l=P(c),u=L(l),d=I(u,!0),f=L(u);O(c);var p=L(c,2),m=e=>{var n=Ch();R((e,r)=>{Si(n,e),J(n,`aria-label`,`${V(t).name??``}: ${r??``} of the way`)},[()=>Math.max(0,Math.min(1,V(t).progress)),()=>Za(V(t).progress)]),U(e,n)};G(p,e=>{V(t).progress!==null&&e(m)}),K(L(p,2),17,()=>V(t).warnings,Wr,(e,t)=>{var n=wh(),r=I(n);R(()=>W(r,`▲ ${V(t)??``}`)),U(e,n)}),O(n),R((e,n,r,i,a)=>{W(o,`${V(t).onTrack===null?`○`:V(t).onTrack?`●`:`▼`} ${V(t).name??``}`),W(s,`due ${e??``} · ${V(t).onTrack===null?`cannot be told`:V(t).onTrack?`on track`:`behind`}`),W(l,`${n??``} on ${r??``} → `),W(d,i),W(f,` now → ${a??``}`)},[()=>$a(V(t).due),()=>a(V(t),V(t).baseline),()=>$a(V(t).baselineOn),()=>a(V(t),V(t).current),()=>a(V(t),V(t).target)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}var ee=L(T,2),te=P(ee);{let e=A(()=>V(i)&&V(i).sentences.length===0?`There is nothing to tell.`:null);$(te,{title:`In words`,question:`Each sentence stands on what it links to`,get asking(){return n},get nothing(){return V(e)},children:(e,t)=>{var n=kh();K(n,21,()=>V(i)?.sentences??[],Wr,(e,t,n)=>{var r=Oh(),i=P(r,!0);K(L(i),17,()=>V(t).facts,Wr,(e,r,i)=>{var a=jr(),o=F(a),s=e=>{var a=Dh(),o=F(a,!0);o.nodeValue=` `;var s=L(o),c=P(s),l=L(c);l.textContent=`the account of sentence ${n+1}`,O(s),R(e=>{J(s,`href`,e),W(c,`see${V(t).facts.length>1?` ${i+1}`:``}`)},[()=>qa(`/accounts/${V(r)}`)]),U(e,a)},c=A(()=>V(r).startsWith(`acc_`));G(o,e=>{V(c)&&e(s)}),U(e,a)}),O(r),R(e=>W(i,e),[()=>o(V(t).text)]),U(e,r)}),O(n),U(e,n)},$$slots:{default:!0}})}var ne=L(te,2),re=e=>{$(e,{title:`Can it be believed?`,question:`What stands behind these numbers`,get asking(){return n},children:(e,t)=>{var n=jh(),r=P(n),a=I(L(P(r)),!0);O(r);var o=L(r,2),s=I(L(P(o)),!0);O(o);var c=L(o,2),l=I(L(P(c)),!0);O(c);var u=L(c,2),d=L(P(u)),f=e=>{var t=Ah(),n=F(t),r=I(n,!0),a=L(n);R((e,t)=>{W(r,V(i).beacon.metric),W(a,`${e??``}, AUC ${t??``} (n ${V(i).beacon.n??``}, ${V(i).beacon.events??``} events): ${V(i).beacon.verdict??``}`)},[()=>V(i).beacon.role?` of ${Q(V(i).beacon.role)}`:``,()=>Z(V(i).beacon.auc,2)]),U(e,t)},p=e=>{var t=Ar();R(()=>W(t,V(i).beacon.verdict)),U(e,t)};G(d,e=>{V(i).beacon.metric?e(f):e(p,-1)}),O(u),O(n),R((e,t,n)=>{W(a,e),W(s,t),W(l,n)},[()=>V(i).selfCheck.dataAge===null?`none was ever read`:`${to(V(i).selfCheck.dataAge*3600)} old`,()=>Za(V(i).selfCheck.momentsMeasured),()=>Za(V(i).selfCheck.perceptionAndFacts)]),U(e,n)},$$slots:{default:!0}})};G(ne,e=>{V(i)&&e(re)}),O(ee),O(b),O(u),U(e,u),We()}var Ph=H(`<th class="svelte-1p4r66c"><span class="small"> </span></th>`),Fh=H(`<td><span> </span></td>`),Ih=H(`<tr><th scope="row" class="wraps svelte-1p4r66c"> </th><!><td> </td></tr>`),Lh=H(`<div class="holds svelte-1p4r66c"><table><thead><tr><th class="svelte-1p4r66c">Source</th><!><th class="svelte-1p4r66c"><span class="small">Trust</span></th></tr></thead><tbody></tbody></table></div> <p class="small soft"> </p>`,1);function Rh(e,t){k(t,!0);let n=new Ua(wa,()=>({}),!1),r=A(()=>n.data?.healthModel.stages??[]),i=(e,t)=>t.kpis.filter(t=>e.servesKpis.includes(t.code)),a=e=>e.servesKpis.filter(e=>e.startsWith(`trust.`)),o=A(()=>V(r).flatMap(e=>e.kpis.filter(e=>!t.connectors.some(t=>t.servesKpis.includes(e.code))))),s=A(()=>xo(`freshness-and-coverage`,[{head:`Source`,of:e=>e.source},{head:`State`,kind:`code`,of:e=>e.state},{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`KPIs`,of:e=>e.kpis}],t.connectors.flatMap(e=>V(r).flatMap(t=>{let n=i(e,t);return n.length>0?[{source:String(e.id),state:e.state,stage:t.stage,kpis:n.map(e=>e.code).join(` `)}]:[]}))));$(e,{title:`What hangs on whom`,question:`Which source feeds which part of the score, and is it on time?`,get asking(){return t.asking},get table(){return V(s)},children:(e,n)=>{var s=Lh(),c=F(s),l=P(c),u=P(l),d=P(u);K(L(P(d)),17,()=>V(r),e=>e.stage,(e,t)=>{var n=Ph(),r=I(P(n),!0);O(n),R(e=>W(r,e),[()=>no(V(t).stage)]),U(e,n)}),Te(),O(d),O(u);var f=L(u);K(f,21,()=>t.connectors,e=>e.id,(e,t)=>{var n=Ih(),o=P(n),s=I(o,!0),c=L(o);K(c,17,()=>V(r),e=>e.stage,(e,n)=>{let r=A(()=>i(V(t),V(n)));var a=Fh();let o;var s=P(a),c=I(s,!0);O(a),R(e=>{o=q(a,1,`svelte-1p4r66c`,null,o,{fed:V(r).length>0,late:V(r).length>0&&V(t).state!==`OK`}),J(s,`title`,e),W(c,V(r).length>0?`${V(t).state===`OK`?`●`:`▲`} ${V(r).length}`:``)},[()=>V(r).map(e=>e.name).join(`, `)]),U(e,a)});var l=L(c);let u;var d=I(l,!0);O(n),R((e,n,r)=>{W(s,V(t).id),u=q(l,1,`svelte-1p4r66c`,null,u,{fed:e,late:n}),W(d,r)},[()=>a(V(t)).length>0,()=>a(V(t)).length>0&&V(t).state!==`OK`,()=>a(V(t)).length>0?`${V(t).state===`OK`?`●`:`▲`} ${a(V(t)).length}`:``]),U(e,n)}),O(f),O(l),O(c);var p=I(L(c,2));R(e=>W(p,`● on time, ▲ behind its promise; the number is how many KPIs it feeds. ${e??``}`),[()=>V(o).length>0?`No source feeds ${V(o).map(e=>e.code).join(`, `)}.`:V(r).length>0?`Every KPI has a source.`:``]),U(e,s)},$$slots:{default:!0}}),We()}var zh=H(`<li class="wraps"><code> </code> <span class="soft"> </span></li>`),Bh=H(`<details class="svelte-1d4neyn"><summary class="svelte-1d4neyn"><b> </b> <span class="small soft"> </span></summary> <ul class="small svelte-1d4neyn"></ul></details>`),Vh=H(`<p class="small"> </p>`),Hh=H(`<!> <!>`,1),Uh=H(`<li class="small wraps"><b> </b> <span class="soft"> </span></li>`),Wh=H(`<ul></ul> <p class="small soft">They are kept as they came: a better mapping takes them at the next sync.</p>`,1),Gh=H(`<p class="small failed svelte-1d4neyn" role="alert"> </p>`),Kh=H(`<li class="wraps"><code> </code> </li>`),qh=H(`<li class="wraps failed svelte-1d4neyn"> </li>`),Jh=H(`<p class="small" role="status"> </p> <ul class="small"><!> <!></ul>`,1),Yh=H(`<section class="card stack"><h2>Try the mapping</h2> <p class="small soft">Reads 100 records and says what would become of them; nothing is written.</p> <p><button class="main"> </button></p> <!> <!></section>`),Xh=H(`<div class="grid two"><!> <div class="stack"><!> <!></div></div>`);function Zh(e,t){k(t,!0);let n=new Ua(Ca,()=>({id:t.id})),r=A(()=>n.data?.connector),i=A(()=>V(r)?.objects.filter(e=>e.fields.length>0)??[]),a=A(()=>V(i).flatMap(e=>e.fields.filter(e=>e.target===null).map(t=>({object:e.name,...t})))),o=A(()=>V(r)?.runs.flatMap(e=>e.errors.map(t=>({at:e.queuedAt,...t})))??[]),s=A(()=>xo(`fields-of-${t.id}`,[{head:`Object`,of:e=>e.object},{head:`Field`,of:e=>e.source},{head:`Becomes`,of:e=>e.target},{head:`By`,of:e=>e.transform},{head:`Filled`,kind:`share`,of:e=>e.coverage}],V(i).flatMap(e=>e.fields.map(t=>({object:e.name,...t}))))),c=A(()=>xo(`set-aside-of-${t.id}`,[{head:`Run`,kind:`moment`,of:e=>e.at},{head:`Object`,of:e=>e.object},{head:`Record`,of:e=>e.recordId},{head:`Where`,of:e=>e.path},{head:`Why`,of:e=>e.message},{head:`Code`,of:e=>e.code}],V(o))),l=M(!1),u=M(null),d=M(``);async function f(){N(l,!0),N(d,``);try{N(u,(await Ha(Ea,{id:t.id})).data.dryRunSync)}catch(e){N(d,e instanceof Ba?e.message:String(e),!0)}N(l,!1)}var p=Xh(),m=P(p);{let e=A(()=>n.data&&!V(r)?`There is no such source.`:null);$(m,{get title(){return`Fields of ${t.id??``}`},question:`What each becomes; what becomes of none`,get asking(){return n},get table(){return V(s)},get nothing(){return V(e)},children:(e,t)=>{var n=Hh(),r=F(n);K(r,17,()=>V(i),e=>e.name,(e,t)=>{var n=Bh(),r=P(n),i=P(r),a=I(i,!0),o=I(L(i,2));O(r);var s=L(r,2);K(s,21,()=>V(t).fields,Wr,(e,t)=>{var n=zh(),r=P(n),i=I(r,!0),a=L(r),o=I(L(a),!0);O(n),R(e=>{W(i,V(t).source),W(a,` → ${V(t).target??`nothing`??``}${V(t).transform?` by ${V(t).transform}`:``} `),W(o,e)},[()=>V(t).coverage===null?``:`filled ${Za(V(t).coverage)}`]),U(e,n)}),O(s),O(n),R(e=>{W(a,V(t).name),W(o,`→ ${e??``} · ${V(t).incremental?`what changed, by ${V(t).cursorField}`:`the whole each time`}${V(t).deletes?` · says what was deleted`:``}`)},[()=>V(t).mapsTo.join(`, `)||`nothing`]),U(e,n)});var o=L(r,2),s=e=>{var t=Vh(),n=I(t);R(e=>W(n,`Not mapped: ${e??``}${V(a).length>20?` and ${V(a).length-20} more`:``}`),[()=>V(a).slice(0,20).map(e=>`${e.object}.${e.source}`).join(`, `)]),U(e,t)};G(o,e=>{V(a).length>0&&e(s)}),U(e,n)},$$slots:{default:!0}})}var h=L(m,2),g=P(h);{let e=A(()=>n.data&&V(o).length===0?`Nothing was set aside in the last runs.`:null);$(g,{title:`Set aside`,question:`Records that no account was made better by, and why`,get asking(){return n},get table(){return V(c)},get nothing(){return V(e)},children:(e,t)=>{var n=Wh(),r=F(n);K(r,21,()=>V(o).slice(0,20),Wr,(e,t)=>{var n=Uh(),r=P(n),i=I(r),a=L(r),o=I(L(a));O(n),R(()=>{W(i,`${V(t).object??``} ${V(t).recordId??``??``}`),W(a,` ${V(t).message??``} `),W(o,`${V(t).path??``??``} · ${V(t).code??``}`)}),U(e,n)}),O(r),Te(2),U(e,n)},$$slots:{default:!0}})}var _=L(g,2),v=e=>{var t=Yh(),n=L(P(t),4),r=P(n),i=I(r,!0);O(n);var a=L(n,2),o=e=>{var t=Gh(),n=I(t,!0);R(()=>W(n,V(d))),U(e,t)};G(a,e=>{V(d)&&e(o)});var s=L(a,2),c=e=>{var t=Jh(),n=F(t),r=I(n),i=L(n,2),a=P(i);K(a,17,()=>V(u).unmappedFields.slice(0,12),Wr,(e,t)=>{var n=Kh(),r=P(n),i=I(r),a=L(r);O(n),R((e,n)=>{W(i,`${V(t).object??``}.${V(t).source??``}`),W(a,` is not mapped, filled ${e??``}${n??``}`)},[()=>Za(V(t).coverage),()=>V(t).unlocks.length>0?`; it could become ${V(t).unlocks.join(`, `)}`:``]),U(e,n)}),K(L(a,2),17,()=>V(u).errors.slice(0,12),Wr,(e,t)=>{var n=qh(),r=I(n);R(()=>W(r,`${V(t).object??``} ${V(t).recordId??``??``}: ${V(t).message??``}`)),U(e,n)}),O(i),R((e,t)=>W(r,`${e??``} read, ${V(u).wouldWrite??``} would be written, ${V(u).rejected??``} set aside; ${V(u).matchedAccounts??``} known accounts, ${V(u).newAccounts??``} new. ${t??``}`),[()=>ro(V(u).read,`record`),()=>V(u).kpisUnlocked.length>0?`It would feed ${V(u).kpisUnlocked.join(`, `)}.`:``]),U(e,t)};G(s,e=>{V(u)&&e(c)}),O(t),R(()=>{r.disabled=V(l),W(i,V(l)?`Trying…`:`Try`)}),yr(`click`,r,f),U(e,t)};G(_,e=>{t.may&&e(v)}),O(h),O(p),U(e,p),We()}br([`click`]);var Qh=H(`<p class="card small" role="status"> </p>`),$h=H(`<p> <span class="soft"> </span></p>`),eg=H(`<p class="small soft">It was never run.</p>`),tg=H(`<p class="soft"> </p>`),ng=H(`<button>Sync now<span class="unseen"> </span></button>`),rg=H(`<li class="svelte-1t1jvtg"><div><a><b class="wraps"> </b></a><p class="small soft"> </p></div> <div><span> </span><p class="small soft"> </p></div> <div class="runs svelte-1t1jvtg"></div> <div class="small"><p class="soft"> </p><!> <!></div></li>`),ig=H(`<p class="small soft">Choose a source to see its fields, what was set aside, and to try its mapping.</p>`),ag=H(`<ul class="sources svelte-1t1jvtg"></ul> <!>`,1),og=H(` <span class="soft small"> </span>`,1),sg=H(`<td class="number"> <!></td>`),cg=H(`<tr><td class="wraps"> </td><td class="number"> <span class="soft small"> </span></td><td class="number"> <span class="soft small"> </span></td><!></tr>`),lg=H(`<div class="holds svelte-1t1jvtg"><table><thead><tr><th>Source</th><th class="number">Accounts</th><th class="number">Contacts</th><th class="number">Duplicates</th><th class="number">Invalid VAT</th><th class="number">Invalid e-mail</th><th class="number">Invalid country</th><th class="number">Without owner</th></tr></thead><tbody></tbody></table></div> <p class="small soft">Records → what they are after matching. A dash: the source says no such thing.</p>`,1),ug=H(`<div class="stack"><h1>Where it comes from</h1> <!> <!> <!> <!> <!></div>`);function dg(e,t){k(t,!0);let n=new Ua(Sa,()=>({}),`runs`),r=A(()=>n.data?.connectors??[]),i=A(()=>n.data?.viewer.orders.includes(`SOURCES`)??!1),a=A(()=>V(r).some(e=>e.runs.some(e=>e.state===`RUNNING`||e.state===`QUEUED`))),o=A(()=>Wa.value(`source`));vn(()=>{if(!V(a)||Pa.open)return;let e=setInterval(()=>void n.again(),2e3);return()=>clearInterval(e)});let s=M(``);async function c(e){try{await Ha(Ta,{source:e}),N(s,`${e} is queued.`),await n.again()}catch(e){N(s,e instanceof Ba?e.message:String(e),!0)}}let l={OK:[`●`,`ok`],DEGRADED:[`▲`,`late`],STALE:[`▲`,`late`],SILENT:[`▲`,`late`],FAILED:[`▼`,`failed`],NEEDS_RECONNECT:[`▼`,`failed`],NEVER:[`○`,`never`]},u=e=>e.lastSuccess?Math.max(0,(Date.now()-Date.parse(e.lastSuccess))/1e3):null,d=e=>e.startedAt&&e.finishedAt?to((Date.parse(e.finishedAt)-Date.parse(e.startedAt))/1e3):e.state===`RUNNING`?`running`:`–`,f=A(()=>xo(`sources`,[{head:`Source`,of:e=>String(e.id)},{head:`Category`,kind:`code`,of:e=>e.category},{head:`State`,kind:`code`,of:e=>e.state},{head:`Last success`,kind:`moment`,of:e=>e.lastSuccess},{head:`Promised seconds`,kind:`number`,of:e=>e.intervalSeconds},{head:`Read`,kind:`number`,of:e=>e.runs[0]?.read},{head:`Written`,kind:`number`,of:e=>e.runs[0]?.written},{head:`Set aside`,kind:`number`,of:e=>e.runs[0]?.rejected},{head:`KPIs`,kind:`number`,of:e=>e.servesKpis.length}],V(r))),p=A(()=>xo(`data-quality`,[{head:`Source`,of:e=>String(e.source)},{head:`Account records`,kind:`number`,of:e=>e.accountRecords},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`Contact records`,kind:`number`,of:e=>e.contactRecords},{head:`Contacts`,kind:`number`,of:e=>e.contacts},{head:`Duplicates`,kind:`share`,of:e=>e.duplicates.share},{head:`Invalid VAT`,kind:`share`,of:e=>e.invalidVat.share},{head:`Invalid e-mail`,kind:`share`,of:e=>e.invalidEmail.share},{head:`Invalid country`,kind:`share`,of:e=>e.invalidCountry.share},{head:`Without owner`,kind:`share`,of:e=>e.withoutOwner.share}],n.data?.dataQuality??[]));var m=ug();ei(`1t1jvtg`,e=>{xn(()=>{Qt.title=`Sources · Accord`})});var h=L(P(m),2),g=e=>{var t=Qh(),n=I(t,!0);R(()=>W(n,V(s))),U(e,t)};G(h,e=>{V(s)&&e(g)});var _=L(h,2);{let e=A(()=>n.data&&V(r).length===0?`No source is connected: name one in accord.toml.`:null);$(_,{title:`Sources`,question:`Who speaks, how late, and what the last runs did`,get asking(){return n},get table(){return V(f)},get nothing(){return V(e)},children:(e,t)=>{var n=ag(),a=F(n);K(a,21,()=>V(r),e=>e.id,(e,t)=>{let n=A(()=>{let[e,n]=l[V(t).state]??[`○`,`never`];return{mark:e,tone:n}});var r=rg(),a=P(r),s=P(a),f=I(P(s),!0);O(s);var p=I(L(s));O(a);var m=L(a,2),h=P(m),g=I(h),_=I(L(h));O(m);var v=L(m,2);K(v,21,()=>V(t).runs.slice(0,4),e=>e.id,(e,t)=>{var n=$h();let r;var i=P(n),a=I(L(i));O(n),R((e,o,s,c,l,u,d)=>{r=q(n,1,`small svelte-1t1jvtg`,null,r,{late:V(t).state===`FAILED`||V(t).state===`PARTIAL`}),W(i,`${e??``}: ${o??``}, ${s??``} read, ${c??``} written, ${l??``} known${u??``} `),W(a,`(${d??``})`)},[()=>eo(V(t).startedAt??V(t).queuedAt),()=>Q(V(t).state),()=>Z(V(t).read,0),()=>Z(V(t).written,0),()=>Z(V(t).skipped,0),()=>V(t).rejected>0?`, ${Z(V(t).rejected,0)} set aside`:``,()=>d(V(t))]),U(e,n)},e=>{U(e,eg())}),O(v);var y=L(v,2),b=P(y),x=I(b,!0),S=L(b),C=e=>{var n=tg(),r=I(n);R(()=>W(r,`${V(t).rateLimit.remaining??``} requests left`)),U(e,n)};G(S,e=>{V(t).rateLimit&&e(C)});var w=L(S,2),T=e=>{var n=ng(),r=I(L(P(n)),!0);O(n),R(e=>{n.disabled=e,W(r,V(t).id)},[()=>V(t).runs.some(e=>e.state===`QUEUED`||e.state===`RUNNING`)]),yr(`click`,n,()=>c(String(V(t).id))),U(e,n)};G(w,e=>{V(i)&&e(T)}),O(y),O(r),R((e,i,a,o,c,l)=>{J(r,`data-source`,V(t).id),J(s,`href`,e),W(f,V(t).id),W(p,`${V(t).kind??``} · ${i??``}${V(t).disconnectedAt?` · disconnected`:``}`),q(h,1,`state ${V(n).tone??``}`,`svelte-1t1jvtg`),W(g,`${V(n).mark??``} ${a??``}`),W(_,`${o??``}, promised ${c??``}`),W(x,l)},[()=>Wa.with({source:V(o)===V(t).id?null:String(V(t).id)}),()=>Q(V(t).category),()=>Q(V(t).state),()=>u(V(t))===null?`never read`:`${to(u(V(t)))} old`,()=>to(V(t).intervalSeconds),()=>V(t).servesKpis.length>0?ro(V(t).servesKpis.length,`KPI`):`serves no KPI`]),U(e,r)}),O(a);var s=L(a,2),f=e=>{U(e,ig())};G(s,e=>{!V(o)&&V(r).length>0&&e(f)}),U(e,n)},$$slots:{default:!0}})}var v=L(_,2),y=e=>{var t=jr();Ur(F(t),()=>V(o),e=>{Zh(e,{get id(){return V(o)},get may(){return V(i)}})}),U(e,t)};G(v,e=>{V(o)&&e(y)});var b=L(v,2);Rh(b,{get connectors(){return V(r)},get asking(){return n}});var x=L(b,2);{let e=A(()=>n.data&&n.data.dataQuality.length===0?`No record was landed.`:null);$(x,{title:`Data quality`,question:`Which records are double, or say what cannot be`,get asking(){return n},get table(){return V(p)},get nothing(){return V(e)},children:(e,t)=>{var r=lg(),i=F(r),a=P(i),o=L(P(a));K(o,21,()=>n.data?.dataQuality??[],e=>e.source,(e,t)=>{var n=cg(),r=P(n),i=I(r,!0),a=L(r),o=P(a),s=I(L(o));O(a);var c=L(a),l=P(c),u=I(L(l));O(c),K(L(c),17,()=>[V(t).duplicates,V(t).invalidVat,V(t).invalidEmail,V(t).invalidCountry,V(t).withoutOwner],Wr,(e,t)=>{var n=sg(),r=P(n,!0),i=L(r),a=e=>{var n=og(),r=F(n,!0);r.nodeValue=` `;var i=I(L(r));R(e=>W(i,`(${e??``})`),[()=>Z(V(t).records,0)]),U(e,n)};G(i,e=>{V(t).records>0&&e(a)}),O(n),R(e=>W(r,e),[()=>V(t).of===0?`–`:Za(V(t).share,1)]),U(e,n)}),O(n),R((e,n,r,a)=>{W(i,V(t).source),W(o,`${e??``} `),W(s,`→ ${n??``}`),W(l,`${r??``} `),W(u,`→ ${a??``}`)},[()=>Z(V(t).accountRecords,0),()=>Z(V(t).accounts,0),()=>Z(V(t).contactRecords,0),()=>Z(V(t).contacts,0)]),U(e,n)}),O(o),O(a),O(i),Te(2),U(e,r)},$$slots:{default:!0}})}O(m),U(e,m),We()}br([`click`]);var fg=H(` <a> </a>`,1),pg=H(`<details class="small"><summary class="svelte-1ugfsz3"> </summary><!></details>`),mg=H(`<p class="small soft"> <span class="wraps"> </span></p>`),hg=H(`<li><p class="row"><b> </b> <span class="small soft"> </span></p> <p class="small"><!><!> · hit: <!></p> <!> <!></li>`),gg=H(`<ul></ul>`);function _g(e,t){k(t,!0);let n=new Ua(fa,()=>({})),r=A(()=>n.data?.signals??[]),i=A(()=>xo(`canaries`,[{head:`Rule`,kind:`code`,of:e=>e.rule},{head:`Raised`,kind:`day`,of:e=>e.raisedAt},{head:`Ended`,kind:`day`,of:e=>e.endedOn},{head:`Segment`,of:e=>e.segment?.name},{head:`Tickets, times`,kind:`number`,of:e=>e.ticketSpike},{head:`On time, points`,kind:`delta`,of:e=>e.onTimeDeltaPoints},{head:`Hit`,of:e=>e.accounts.map(e=>e.name).join(`, `)},{head:`Not yet hit`,kind:`number`,of:e=>e.membersNotYetHit.length}],V(r)));{let t=A(()=>n.data&&V(r).length===0?`No canary sang in 90 days.`:null);$(e,{title:`Canaries`,question:`Deliveries late and service calls up: a few customers’ trouble, or everybody’s?`,get asking(){return n},get table(){return V(i)},get nothing(){return V(t)},children:(e,t)=>{var n=gg();K(n,21,()=>V(r),e=>e.id,(e,t)=>{var n=hg();let r;var i=P(n),a=P(i),o=I(a),s=I(L(a,2));O(i);var c=L(i,2),l=P(c),u=e=>{var n=Ar();R(e=>W(n,`tickets × ${e??``}`),[()=>Z(V(t).ticketSpike)]),U(e,n)};G(l,e=>{V(t).ticketSpike!==null&&e(u)});var d=L(l),f=e=>{var n=Ar();R(e=>W(n,`${V(t).ticketSpike===null?``:`, `}on time ${e??``} points`),[()=>Qa(V(t).onTimeDeltaPoints)]),U(e,n)};G(d,e=>{V(t).onTimeDeltaPoints!==null&&e(f)}),K(L(d,2),19,()=>V(t).accounts,e=>e.id,(e,t,n)=>{Te();var r=fg(),i=F(r,!0),a=L(i),o=I(a,!0);R(e=>{W(i,V(n)>0?`, `:``),J(a,`href`,e),W(o,V(t).name)},[()=>qa(`/accounts/${V(t).id}`)]),U(e,r)}),O(c);var p=L(c,2),m=e=>{var n=pg(),r=P(n),i=I(r);K(L(r),19,()=>V(t).membersNotYetHit,e=>e.id,(e,t,n)=>{Te();var r=fg(),i=F(r,!0),a=L(i),o=I(a,!0);R(e=>{W(i,V(n)>0?`, `:``),J(a,`href`,e),W(o,V(t).name)},[()=>qa(`/accounts/${V(t).id}`)]),U(e,r)}),O(n),R(e=>W(i,`${e??``} not hit yet: warn them`),[()=>ro(V(t).membersNotYetHit.length,`member`)]),U(e,n)};G(p,e=>{V(t).membersNotYetHit.length>0&&e(m)}),K(L(p,2),17,()=>[V(t).suggested,V(t).structural],Wr,(e,t)=>{var n=jr(),r=F(n),i=e=>{var n=mg(),r=P(n),i=I(L(r));O(n),R(()=>{W(r,`→ ${V(t).title??``} `),W(i,`(${V(t).because??``})`)}),U(e,n)};G(r,e=>{V(t)&&e(i)}),U(e,n)}),O(n),R((e,i)=>{r=q(n,1,`svelte-1ugfsz3`,null,r,{ended:V(t).endedOn!==null}),W(o,`${V(t).endedOn?`○`:`▲`} ${V(t).rule===`SEGMENT`?`Whole segment: ${V(t).segment?.name??``}`:`Deliveries`}`),W(s,`since ${e??``}${i??``}`)},[()=>$a(V(t).raisedAt),()=>V(t).endedOn?`, ended ${$a(V(t).endedOn)}`:``]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}We()}var vg=H(`<select aria-label="Outcome" class="screen-only small"><option>Revenue kept, two quarters on</option><option>Renewed</option></select>`),yg=kr(`<line class="interval svelte-17c54bo" y1="6" y2="6"></line>`),bg=kr(`<!><rect width="2" y="1" height="10"></rect>`,1),xg=H(`<span class="soft"> </span>`),Sg=H(`<b> </b> <span class="soft"> </span>`,1),Cg=H(`<li><span class="wraps small"> </span> <svg viewBox="0 0 100 12" preserveAspectRatio="none" role="img" class="svelte-17c54bo"><line class="zero svelte-17c54bo" y1="0" y2="12"></line><!></svg> <span class="small figure"><!></span></li>`),wg=H(`<ul></ul> <p class="small soft"></p>`,1);function Tg(e,t){k(t,!0);let n=e=>{var t=vg(),n=P(t);n.value=n.__value=`NRR_NEXT_2Q`;var r=L(n);r.value=r.__value=`RENEWED`,O(t);var i;mi(t),R(()=>{i!==(i=V(a))&&(t.value=(t.__value=i)??``,pi(t,i))}),yr(`change`,t,e=>Wa.set({outcome:e.currentTarget.value})),U(e,t)},r=[`NRR_NEXT_2Q`,`RENEWED`],i=[`CHI`,`TRUST`,`NPS`,`DE1`,`DE2`,`IM1`,`AD1`,`AD3`,`SU1`,`SU2`,`SU3`,`BI1`,`RE1`,`RE3`],a=A(()=>r.find(e=>e===Wa.value(`outcome`))??r[0]),o=new Ua(ua,()=>({outcome:V(a),metrics:i})),s=A(()=>new Map(o.data?.healthModel.stages.flatMap(e=>e.kpis).map(e=>[e.code,e.name]))),c=A(()=>[...o.data?.correlation??[]].sort((e,t)=>Math.abs(t.rho??0)-Math.abs(e.rho??0))),l=Ef([-1,1],[0,100]),u=e=>V(s).get(e.metric)??e.metric,d=A(()=>xo(`drivers`,[{head:`Metric`,of:u},{head:`rho`,kind:`number`,of:e=>e.rho},{head:`From`,kind:`number`,of:e=>e.ciLow},{head:`To`,kind:`number`,of:e=>e.ciHigh},{head:`n`,kind:`number`,of:e=>e.n},{head:`Significant`,of:e=>e.significant?`yes`:`no`},{head:`Outcome per 10 points`,kind:`delta`,of:e=>e.slopePer10},{head:`Note`,of:e=>e.note}],V(c)));$(e,{title:`What goes with it`,question:`Which metric moves with the outcome? Association, not cause`,get asking(){return o},get table(){return V(d)},get beside(){return n},children:(e,t)=>{var n=wg(),r=F(n);K(r,21,()=>V(c),e=>e.metric,(e,t)=>{var n=Cg();let r;var i=P(n),a=I(i,!0),o=L(i,2),s=P(o),c=L(s),d=e=>{var n=bg(),r=F(n),i=e=>{var n=yg();R((e,t)=>{J(n,`x1`,e),J(n,`x2`,t)},[()=>l(V(t).ciLow),()=>l(V(t).ciHigh)]),U(e,n)};G(r,e=>{V(t).ciLow!==null&&V(t).ciHigh!==null&&e(i)});var a=L(r);let o;R(e=>{o=q(a,0,`rho svelte-17c54bo`,null,o,{sure:V(t).significant}),J(a,`x`,e)},[()=>l(V(t).rho)-1]),U(e,n)};G(c,e=>{V(t).rho!==null&&e(d)}),O(o);var f=L(o,2),p=P(f),m=e=>{var n=xg(),r=I(n,!0);R(()=>W(r,V(t).note)),U(e,n)},h=e=>{var n=Sg(),r=F(n),i=I(r,!0),a=I(L(r,2));R((e,n)=>{W(i,e),W(a,`n ${n??``}${V(t).significant?`, significant`:``}`)},[()=>Qa(V(t).rho,2),()=>Z(V(t).n,0)]),U(e,n)};G(p,e=>{V(t).rho===null?e(m):e(h,-1)}),O(f),O(n),R((e,i,c,l)=>{r=q(n,1,`svelte-17c54bo`,null,r,{faint:V(t).rho===null||V(t).n<20}),W(a,e),J(o,`aria-label`,i),J(s,`x1`,c),J(s,`x2`,l)},[()=>u(V(t)),()=>V(t).rho===null?`${u(V(t))}: ${V(t).note}`:`${u(V(t))}: ${Z(V(t).rho,2)}, from ${Z(V(t).ciLow,2)} to ${Z(V(t).ciHigh,2)}`,()=>l(0),()=>l(0)]),U(e,n)}),O(r);var i=L(r,2);i.textContent=`From −1 to 1; the bar is the 95 % interval, dark where it holds after the false-discovery rate. Faint: fewer than 20.`,U(e,n)},$$slots:{default:!0}}),We()}br([`change`]);var Eg=H(`Came: <b> </b> `,1),Dg=H(`<li class="svelte-5wr85o"><p class="row"><b class="wraps"> </b> <span class="small soft"> </span></p> <p class="small"> <!> </p></li>`),Og=H(`<ul></ul>`);function kg(e,t){k(t,!0);let n=new Ua(ma,()=>({})),r=A(()=>n.data?.initiatives??[]),i={WORKED:`it worked`,WORSE:`it became worse`,NO_EFFECT:`no effect was seen`,TOO_EARLY:`too early to say`,NO_CONTROL:`nobody comparable was left out, so nothing can be said`},a=A(()=>xo(`initiatives`,[{head:`Initiative`,of:e=>e.name},{head:`Status`,kind:`code`,of:e=>e.status},{head:`Reach`,kind:`number`,of:e=>e.reach},{head:`Cost`,kind:`money`,of:e=>e.cost},{head:`Forecast`,kind:`money`,of:e=>e.forecast.benefit},{head:`Realised`,kind:`money`,of:e=>e.realised?.benefit},{head:`Effect on health`,kind:`delta`,of:e=>e.realised?.healthDelta},{head:`Standard error`,kind:`number`,of:e=>e.realised?.standardError},{head:`Verdict`,kind:`code`,of:e=>e.verdict}],V(r)));{let t=A(()=>n.data&&V(r).length===0?`No initiative is written down; createInitiative forecasts one with the models in force.`:null);$(e,{title:`Initiatives`,question:`Did it work, what is it worth?`,get asking(){return n},get table(){return V(a)},get nothing(){return V(t)},children:(e,t)=>{var n=Og();K(n,21,()=>V(r),e=>e.id,(e,t)=>{var n=Dg(),r=P(n),a=P(r),o=I(a,!0),s=I(L(a,2));O(r);var c=L(r,2),l=P(c),u=L(l),d=e=>{var n=Eg(),r=L(F(n)),i=I(r,!0),a=L(r);R((e,t,n)=>{W(i,e),W(a,`, health ${t??``} ± ${n??``}.`)},[()=>X(V(t).realised.benefit),()=>Qa(V(t).realised.healthDelta),()=>Z(V(t).realised.standardError)]),U(e,n)};G(u,e=>{V(t).realised&&e(d)});var f=L(u);O(c),O(n),R((e,n,r,a,c,u)=>{W(o,V(t).name),W(s,`${e??``} since ${n??``} · ${r??``}, ${V(t).peers??``} to compare · cost ${a??``}`),W(l,`Forecast: ${c??``}, health ${u??``}. `),W(f,` ${(V(t).verdict?i[V(t).verdict]:`not judged yet`)??``}`)},[()=>Q(V(t).status),()=>$a(V(t).start),()=>ro(V(t).reach,`account`),()=>X(V(t).cost),()=>X(V(t).forecast.benefit),()=>Qa(V(t).forecast.healthDelta)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}We()}var Ag=H(`<p class="small late svelte-1kmaxw9" role="alert"> </p>`),jg=H(`<a> </a>`),Mg=H(`<p class="small wraps"> </p>`),Ng=H(`<button class="bare small">Acknowledge<span class="unseen"> </span></button>`),Pg=H(`<p class="row screen-only"><!><button class="bare small">Close…<span class="unseen"> </span></button></p>`),Fg=H(`<li class="svelte-1kmaxw9"><p class="small wraps"><!> <span class="soft"> </span></p> <!> <p> </p> <!></li>`),Ig=H(`<p class="small soft"> </p>`),Lg=H(`<div><h3 class="svelte-1kmaxw9"> <span class="soft"> </span></h3> <ul></ul> <!></div>`),Rg=H(`<!> <div class="board svelte-1kmaxw9"></div>`,1),zg=H(`<!> <dialog aria-label="Close the loop" class="svelte-1kmaxw9"><form class="stack"><h2> </h2> <label class="small svelte-1kmaxw9">What we did<textarea rows="3" required=""></textarea></label> <label class="small check svelte-1kmaxw9"><input type="checkbox"/> The customer was told</label> <p class="row"><button class="main" type="submit">Close</button><button type="button">Not now</button></p></form></dialog>`,1);function Bg(e,t){k(t,!0);let n=new Ua(pa,()=>({filter:Ka()})),r=A(()=>n.data?.viewer.orders.includes(`ACTING`)??!1),i=A(()=>[...n.data?.openLoops??[]].sort((e,t)=>(e.loop?.dueAt??``).localeCompare(t.loop?.dueAt??``))),a=[[`NEW`,`Heard`],[`ACK`,`Acknowledged`],[`ACTED`,`Acted on, not told yet`]],o=M(null),s=M(``),c=M(!0),l=M(``),u=M(void 0);async function d(e){try{await e(),N(l,``),await n.again()}catch(e){N(l,e instanceof Ba?e.message:String(e),!0)}}function f(e){N(o,e),(e=>{var t=m(e,2);N(s,t[0],!0),N(c,t[1],!0)})([``,!0]),V(u)?.showModal()}async function p(e){e.preventDefault();let t=V(o);V(u)?.close(),t&&await d(()=>Ha(_a,{id:t.id,did:V(s),told:V(c)}))}let h=A(()=>xo(`open-loops`,[{head:`Account`,of:e=>e.account?.name,to:e=>e.account?qa(`/accounts/${e.account.id}`):null},{head:`When`,kind:`day`,of:e=>e.at},{head:`Survey`,kind:`code`,of:e=>e.kind},{head:`Score`,kind:`number`,of:e=>e.score},{head:`State`,kind:`code`,of:e=>e.loop?.state},{head:`Due`,kind:`moment`,of:e=>e.loop?.dueAt},{head:`Late`,of:e=>e.loop?.overdue?`yes`:`no`},{head:`Owner`,of:e=>e.loop?.owner?.name}],V(i)));var g=zg(),_=F(g);{let e=A(()=>n.data&&V(i).length===0?`Nobody waits for an answer.`:null);$(_,{title:`Open loops`,question:`Have we heard, acted, told them?`,get asking(){return n},get table(){return V(h)},get nothing(){return V(e)},children:(e,t)=>{var n=Rg(),o=F(n),s=e=>{var t=Ag(),n=I(t,!0);R(()=>W(n,V(l))),U(e,t)};G(o,e=>{V(l)&&e(s)});var c=L(o,2);K(c,21,()=>a,([e,t])=>e,(e,t)=>{var n=A(()=>m(V(t),2));let a=()=>V(n)[0],o=()=>V(n)[1],s=A(()=>V(i).filter(e=>e.loop?.state===a()));var c=Lg(),l=P(c),u=P(l),p=I(L(u),!0);O(l);var h=L(l,2);K(h,21,()=>V(s).slice(0,6),e=>e.id,(e,t)=>{var n=Fg(),i=P(n),o=P(i),s=e=>{var n=jg(),r=I(n,!0);R(e=>{J(n,`href`,e),W(r,V(t).account.name)},[()=>qa(`/accounts/${V(t).account.id}`)]),U(e,n)};G(o,e=>{V(t).account&&e(s)});var c=I(L(o,2));O(i);var l=L(i,2),u=e=>{var n=Mg(),r=I(n);R(e=>W(r,`“${e??``}${V(t).text.length>140?`…`:``}”`),[()=>V(t).text.slice(0,140)]),U(e,n)};G(l,e=>{V(t).text&&e(u)});var p=L(l,2);let m;var h=I(p),g=L(p,2),_=e=>{var n=Pg(),r=P(n),i=e=>{var n=Ng(),r=I(L(P(n)),!0);O(n),R(()=>W(r,V(t).account?.name??``)),yr(`click`,n,()=>d(()=>Ha(ga,{id:V(t).id}))),U(e,n)};G(r,e=>{a()===`NEW`&&e(i)});var o=L(r),s=I(L(P(o)),!0);O(o),O(n),R(()=>W(s,V(t).account?.name??``)),yr(`click`,o,()=>f(V(t))),U(e,n)};G(g,e=>{V(r)&&e(_)}),O(n),R((e,n)=>{W(c,`${V(t).kind??`comment`??``} ${e??``}`),m=q(p,1,`small svelte-1kmaxw9`,null,m,{late:V(t).loop?.overdue}),W(h,`${V(t).loop?.overdue?`▼ late since`:`due`} ${n??``}${V(t).loop?.owner?.name?` · ${V(t).loop.owner.name}`:``}`)},[()=>Z(V(t).score),()=>$a(V(t).loop?.dueAt)]),U(e,n)}),O(h);var g=L(h,2),_=e=>{var t=Ig(),n=I(t);R(()=>W(n,`and ${V(s).length-6} more: see the table`)),U(e,t)};G(g,e=>{V(s).length>6&&e(_)}),O(c),R(()=>{W(u,`${o()??``} `),W(p,V(s).length)}),U(e,c)}),O(c),U(e,n)},$$slots:{default:!0}})}var v=L(_,2),y=P(v),b=P(y),x=I(b),S=L(b,2),C=L(P(S));tt(C),O(S);var w=L(S,2),T=P(w);xi(T),Te(),O(w);var ee=L(w,2),te=L(P(ee));O(ee),O(y),O(v),ji(v,e=>N(u,e),()=>V(u)),R(()=>W(x,`Close the loop${V(o)?.account?` with ${V(o).account.name}`:``}`)),vr(`submit`,y,p),Ei(C,()=>V(s),e=>N(s,e)),Di(T,()=>V(c),e=>N(c,e)),yr(`click`,te,()=>V(u)?.close()),U(e,g),We()}br([`click`]);var Vg=H(` <span class="flag small svelte-y1ir5n">leads</span>`,1),Hg=H(` <span class="small soft"> </span>`,1),Ug=H(`<span class="small soft"> </span>`),Wg=H(`<b> </b>`),Gg=H(`<li><span class="wraps"> <!><!></span> <span class="small soft"> </span> <!></li>`),Kg=H(`<ul></ul>`);function qg(e,t){k(t,!0);let n=new Ua(ha,()=>({filter:Ka()})),r=A(()=>n.data?.metricTree),i=A(()=>(V(r)?.nodes??[]).flatMap(e=>[{depth:0,node:e},...e.children.flatMap(e=>[{depth:1,node:e},...e.children.map(e=>({depth:2,node:e}))])])),a=A(()=>xo(`metric-hierarchy`,[{head:`Metric`,of:e=>`${`  `.repeat(e.depth)}${e.node.name}`},{head:`Level`,kind:`code`,of:e=>e.node.metric?.level},{head:`Class`,of:e=>e.node.metric?.classes.map(Q).join(`, `)},{head:`Owner`,of:e=>e.node.metric?.owner},{head:`Weight`,kind:`number`,of:e=>e.node.weight},{head:`Value`,kind:`number`,of:e=>e.node.value},{head:`Known`,kind:`share`,of:e=>e.node.known}],V(i)));{let t=A(()=>V(r)?`${V(r).name}: ${Z(V(r).value)} of 100, from ${ro(V(r).accounts,`account`)}, ${Za(V(r).known)} known`:`Which metric serves which goal?`);$(e,{title:`Metrics and what they serve`,get question(){return V(t)},get asking(){return n},get table(){return V(a)},children:(e,t)=>{var n=Kg();K(n,21,()=>V(i),Wr,(e,t)=>{let n=()=>V(t).depth,i=()=>V(t).node;var a=Gg();let o;var s=P(a),c=P(s,!0),l=L(c),u=e=>{var t=Vg(),n=F(t,!0);n.nodeValue=` `,Te(),U(e,t)};G(l,e=>{i().code===V(r)?.lead&&e(u)});var d=L(l),f=e=>{var t=Hg(),n=F(t,!0);n.nodeValue=` `;var r=I(L(n));R(e=>W(r,`${e??``} · ${i().metric.owner??``}`),[()=>Q(i().metric.level)]),U(e,t)};G(d,e=>{i().metric&&e(f)}),O(s);var p=L(s,2),m=I(p),h=L(p,2),g=e=>{var t=Ug(),n=I(t,!0);R(()=>W(n,i().reason??`not measured`)),U(e,t)},_=e=>{var t=Wg(),n=I(t,!0);R((e,r)=>{q(t,1,e,`svelte-y1ir5n`),W(n,r)},[()=>ri(Bf(i().value)),()=>Z(i().value)]),U(e,t)};G(h,e=>{i().value===null?e(g):e(_,-1)}),O(a),R(e=>{o=q(a,1,`depth${n()??``}`,`svelte-y1ir5n`,o,{lead:i().code===V(r)?.lead}),W(c,i().name),W(m,`×${e??``}`)},[()=>Z(i().weight,2)]),U(e,a)}),O(n),U(e,n)},$$slots:{default:!0}})}We()}var Jg=H(` <span class="small soft"> </span>`,1),Yg=H(` <span class="soft"> </span>`,1),Xg=H(`<div><p class="small soft"> <span class="wraps"> </span></p> <p class="value svelte-3pzh4q"> <!></p> <p class="small soft"> </p> <p class="small"></p></div>`),Zg=H(`<div class="grid answers svelte-3pzh4q"></div>`),Qg=H(`<li> </li>`),$g=H(`<p class="small"> </p>`),e_=H(`<li class="svelte-3pzh4q"><p class="row"><a><b> </b></a> <span class="small soft"> </span></p> <p class="small soft wraps"> </p> <ul class="row small"></ul> <!></li>`),t_=H(`<ul class="segments svelte-3pzh4q"></ul>`),n_=H(`<p class="nothing"> </p>`),r_=H(`<li class="small"><b> </b> <span class="soft"> </span></li>`),i_=H(`<ul></ul>`),a_=H(`<div class="stack"><h1>How it is to be our customer</h1> <!> <div class="grid two"><!> <!></div> <!> <div class="grid two"><!> <div class="stack"><!> <!></div> <!></div></div>`);function o_(e,t){k(t,!0);let n=new Ua(la,()=>({filter:Ka()})),r=new Ua(ca,()=>({})),i=new Ua(da,()=>({})),a=A(()=>{let e=n.data;return e?[e.nps,e.csat,e.ces5,e.ces7,e.neteasy].filter(e=>e.n>0):[]}),o=A(()=>xo(`surveys`,[{head:`Survey`,of:e=>e.kind},{head:`Value`,kind:`number`,of:e=>e.value},{head:`Margin of error`,kind:`number`,of:e=>e.marginOfError},{head:`Answers`,kind:`number`,of:e=>e.n},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`Since 90 days`,kind:`delta`,of:e=>e.delta},{head:`Scale`,of:e=>e.scale},{head:`Formula`,of:e=>e.formula}],V(a))),s=A(()=>xo(`segments`,[{head:`Segment`,of:e=>e.name,to:e=>`/?segment=${encodeURIComponent(String(e.id))}`},{head:`Accounts`,kind:`number`,of:e=>e.accountCount},{head:`Median health`,kind:`number`,of:e=>e.health.median},{head:`NRR %`,kind:`number`,of:e=>e.nrr},{head:`GRR %`,kind:`number`,of:e=>e.grr},{head:`Moments`,kind:`number`,of:e=>e.momentsThatMatter.length},{head:`Measured`,kind:`number`,of:e=>e.momentsThatMatter.filter(e=>e.measured).length}],r.data?.segments??[])),c=A(()=>xo(`beacon`,[{head:`Metric`,of:e=>e.metric},{head:`Role`,kind:`code`,of:e=>e.role},{head:`n`,kind:`number`,of:e=>e.n},{head:`Events`,kind:`number`,of:e=>e.events},{head:`AUC`,kind:`number`,of:e=>e.auc},{head:`Brier`,kind:`number`,of:e=>e.brier},{head:`Verdict`,of:e=>e.verdict}],i.data?.beaconTest??[])),l=A(()=>(i.data?.beaconTest??[]).filter(e=>e.auc!==null));var u=a_();ei(`3pzh4q`,e=>{xn(()=>{Qt.title=`Experience · Accord`})});var d=L(P(u),2);{let e=A(()=>n.data&&V(a).length===0?`Nobody was asked in a year.`:null);$(d,{title:`What they say`,question:`Each survey on its own scale; role-weighted, with what it rests on`,get asking(){return n},get table(){return V(o)},get nothing(){return V(e)},children:(e,t)=>{var n=Zg();K(n,21,()=>V(a),e=>e.kind,(e,t)=>{var n=Xg(),r=P(n),i=P(r),a=I(L(i));O(r);var o=L(r,2),s=P(o,!0),c=L(s),l=e=>{var n=Jg(),r=F(n,!0);r.nodeValue=` `;var i=I(L(r));R(e=>W(i,`± ${e??``}`),[()=>Z(V(t).marginOfError)]),U(e,n)};G(c,e=>{V(t).marginOfError!==null&&e(l)}),O(o);var u=L(o,2),d=I(u),f=L(u,2);K(f,23,()=>V(t).byRole.filter(e=>e.n>0),e=>e.role,(e,t,n)=>{Te();var r=Yg(),i=F(r),a=I(L(i));R((e,r)=>{W(i,`${V(n)>0?` · `:``}${e??``} ${r??``} `),W(a,`(${V(t).n??``})`)},[()=>Q(V(t).role),()=>Z(V(t).value,0)]),U(e,r)}),O(f),O(n),R((e,n,r,o,c)=>{W(i,`${V(t).kind??``} `),W(a,`(${V(t).scale??``})`),W(s,e),W(d,`${n??``}, ${r??``}${o??``}${c??``}`)},[()=>Z(V(t).value),()=>ro(V(t).n,`answer`),()=>ro(V(t).accounts,`account`),()=>V(t).delta===null?``:`, ${Qa(V(t).delta)} in 90 days`,()=>V(t).status===`OK`?``:` · ${Q(V(t).status)}`]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}var f=L(d,2),p=P(f);$(p,{title:`Moments that matter`,question:`By segment: which moments weigh more, and do we measure them?`,get asking(){return r},get table(){return V(s)},children:(e,t)=>{var n=t_();K(n,21,()=>(r.data?.segments??[]).filter(e=>e.accountCount>0),e=>e.id,(e,t)=>{var n=e_(),r=P(n),i=P(r),a=I(P(i),!0);O(i);var o=I(L(i,2));O(r);var s=L(r,2),c=I(s,!0),l=L(s,2);K(l,21,()=>V(t).momentsThatMatter,e=>e.touchpoint,(e,t)=>{var n=Qg();let r;var i=I(n);R((e,a)=>{r=q(n,1,`moment svelte-3pzh4q`,null,r,{blind:!V(t).measured}),W(i,`${V(t).measured?`★`:`☆`} ${e??``} ×${a??``}${V(t).measured?``:`, not measured`}`)},[()=>Q(V(t).touchpoint),()=>Z(V(t).weightMultiplier)]),U(e,n)}),O(l),K(L(l,2),17,()=>V(t).targets.filter(e=>e.gap!==null&&e.gap<0).slice(0,2),e=>e.metric,(e,t)=>{var n=$g(),r=I(n);R((e,n)=>W(r,`▼ ${V(t).name??``}: ${e??``}, meant to be ${n??``} (${V(t).membersBelow??``} below)`),[()=>Z(V(t).median),()=>Z(V(t).target)]),U(e,n)}),O(n),R((e,n,r,s)=>{J(i,`href`,e),W(a,V(t).name),W(o,`${n??``} · health ${r??``} · NRR ${s??``}`),W(c,V(t).definition)},[()=>`/?segment=${encodeURIComponent(String(V(t).id))}`,()=>ro(V(t).accountCount,`account`),()=>Z(V(t).health.median,0),()=>V(t).nrr===null?`–`:`${Z(V(t).nrr,0)} %`]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}}),Tg(L(p,2),{}),O(f);var m=L(f,2);Bg(m,{});var h=L(m,2),g=P(h);_g(g,{});var _=L(g,2),v=P(_);kg(v,{}),$(L(v,2),{title:`Beacon test`,question:`Which metric tells beforehand who renews, by role?`,get asking(){return i},get table(){return V(c)},children:(e,t)=>{var n=jr(),r=F(n),a=e=>{var t=n_(),n=I(t,!0);R(()=>W(n,i.data?.beaconTest[0]?.verdict??`Nothing was tested.`)),U(e,t)},o=e=>{var t=i_();K(t,21,()=>V(l),Wr,(e,t)=>{var n=r_(),r=P(n),i=I(r,!0),a=L(r),o=I(L(a));O(n),R((e,n)=>{W(i,V(t).metric),W(a,`${e??``}: AUC ${n??``} `),W(o,`(n ${V(t).n??``}, ${V(t).events??``} events) ${V(t).verdict??``}`)},[()=>V(t).role?` of ${Q(V(t).role)}`:``,()=>Z(V(t).auc,2)]),U(e,n)}),O(t),U(e,t)};G(r,e=>{V(l).length===0?e(a):e(o,-1)}),U(e,n)},$$slots:{default:!0}}),O(_),qg(L(_,2),{}),O(h),O(u),U(e,u),We()}var s_=H(` <span class="soft small"> </span>`,1),c_=H(`<tr><th scope="row" class="svelte-3ketjl"> <!></th><td class="wraps"> </td><td class="wraps"> </td><td class="number"><b> </b></td><td class="bars svelte-3ketjl"><span></span></td></tr>`),l_=H(`<table class="waterfall svelte-3ketjl"><thead><tr><th>What</th><th>These say</th><th>The others say</th><th class="number">Weight</th><th class="bars svelte-3ketjl"><span class="unseen">Waterfall</span></th></tr></thead><tbody><!><tr class="sum svelte-3ketjl"><th scope="row" class="svelte-3ketjl">Sum</th><td class="svelte-3ketjl"></td><td class="svelte-3ketjl"></td><td class="number svelte-3ketjl"><b> </b></td><td class="svelte-3ketjl"><b> </b> likely one</td></tr></tbody></table>`);function u_(e,t){k(t,!0);let n=A(()=>{let e=0;return t.reasons.map(t=>{let n=e;return e+=t.weight,{reason:t,from:n,to:e}})}),r=A(()=>t.reasons.reduce((e,t)=>e+t.weight,0)),i=A(()=>[0,...V(n).map(e=>e.to)]),a=A(()=>Ef([Math.min(...V(i)),Math.max(...V(i))],[2,98]));var o=l_(),s=L(P(o)),c=P(s);K(c,17,()=>V(n),Wr,(e,t)=>{let n=()=>V(t).reason,r=()=>V(t).from,i=()=>V(t).to;var o=c_(),s=P(o),c=P(s,!0),l=L(c),u=e=>{var t=s_(),r=F(t,!0);r.nodeValue=` `;var i=I(L(r),!0);R(e=>W(i,e),[()=>Q(n().outcome)]),U(e,t)};G(l,e=>{n().outcome&&e(u)}),O(s);var d=L(s),f=I(d,!0),p=L(d),m=I(p,!0),h=L(p),g=P(h);let _;var v=I(g,!0);O(h);var y=L(h),b=P(y);let x,S;O(y),O(o),R((e,t,r)=>{W(c,n().field),W(f,n().left??`–`),W(m,n().right??`–`),_=q(g,1,`svelte-3ketjl`,null,_,{for:n().weight>0,against:n().weight<0}),W(v,e),x=q(b,1,`bar svelte-3ketjl`,null,x,{for:n().weight>0}),S=ui(b,``,S,{left:t,width:r})},[()=>Qa(n().weight,2),()=>`${V(a)(Math.min(r(),i()))??``}%`,()=>`${Math.max(.5,Math.abs(V(a)(i())-V(a)(r())))}%`]),U(e,o)});var l=L(c),u=L(P(l),3),d=I(P(u),!0);O(u);var f=L(u),p=I(P(f),!0);Te(),O(f),O(l),O(s),O(o),R((e,t)=>{W(d,e),W(p,t)},[()=>Qa(V(r),2),()=>Za(t.score,1)]),U(e,o),We()}var d_=H(`<li><button class="pair svelte-1y5n03e"><b class="wraps"> </b> <span class="small soft wraps"> </span></button></li>`),f_=H(`<ol class="svelte-1y5n03e"></ol>`),p_=H(`<a rel="noreferrer external"> </a>`),m_=H(`<div><p class="small soft"></p><p class="wraps"><!></p><p class="small soft"> </p></div>`),h_=H(`<label class="small svelte-1y5n03e">Why (kept with the decision)<input type="text" maxlength="500"/></label> <p class="row"><button class="main">Same (s)</button><button>Different (d)</button><span class="small soft">j and k walk the list</span></p>`,1),g_=H(`<p class="small soft">Your role looks on; it may not decide.</p>`),__=H(`<section class="card stack" aria-label="The pair"><div class="grid two"></div> <p class="small"> </p> <!> <!></section>`),v_=H(`<li class="row small"><span class="wraps"> <b> </b></span> <button class="bare">Take back</button></li>`),y_=H(`<section class="card"><h2>Decided just now</h2><ul></ul></section>`),b_=H(`<p class="small"> <!></p> <!>`,1),x_=H(`<div class="grid two keys svelte-1y5n03e"><label class="small svelte-1y5n03e">One record<input type="text" placeholder="hubspot companies 9100000777"/></label> <label class="small svelte-1y5n03e">Another<input type="text" placeholder="zendesk organizations 12"/></label></div> <!>`,1),S_=H(`<div class="stack"><div class="row top svelte-1y5n03e"><h1>Who is who</h1> <span class="row" role="group" aria-label="What is reviewed"><button>Accounts</button> <button>Contacts</button></span></div> <p class="small said svelte-1y5n03e" role="status"> </p> <div class="grid desk svelte-1y5n03e"><!> <div class="stack"><!> <!> <!></div></div></div>`);function C_(e,t){k(t,!0);let n=A(()=>Wa.value(`kind`)===`CONTACT`?`CONTACT`:`ACCOUNT`),r=new Ua(va,()=>({kind:V(n),first:50}),!1),i=A(()=>r.data?.viewer.orders.includes(`IDENTITY`)??!1),a=M([]),o=A(()=>r.answered?.kind===V(n)),s=A(()=>(V(o)?r.data?.identityReview??[]:[]).filter(e=>!V(a).some(t=>t.pair.id===e.id))),c=M(0),l=A(()=>V(s)[Math.min(V(c),V(s).length-1)]),u=M(``);vn(()=>{V(l)?.id,N(u,``)});let d=M(``),f=M(!1),p=e=>`${e.system} ${e.object} ${e.recordId}`;async function h(e){if(!V(l)||V(f)||!V(i))return;N(f,!0);let t=V(l);try{await Ha(ba,{id:t.id,same:e,reason:V(u)||null}),N(a,[{pair:t,same:e},...V(a)]),N(d,`${p(t.left)} and ${p(t.right)}: ${e?`the same`:`different`}.`),N(u,``)}catch(e){N(d,e instanceof Ba?e.message:String(e),!0)}N(f,!1),await cr()}async function g(e){try{await Ha(xa,{id:e.pair.id}),N(a,V(a).filter(t=>t!==e)),N(d,`Taken back.`)}catch(e){N(d,e instanceof Ba?e.message:String(e),!0)}}function _(e){if(!(e.target.closest(`input, textarea, select, dialog`)||e.metaKey||e.ctrlKey||e.altKey)){if(e.key===`j`||e.key===`ArrowDown`)N(c,Math.min(V(s).length-1,V(c)+1),!0);else if(e.key===`k`||e.key===`ArrowUp`)N(c,Math.max(0,V(c)-1),!0);else if(e.key===`s`)h(!0);else if(e.key===`d`)h(!1);else return;e.preventDefault()}}let v=A(()=>xo(`review`,[{head:`Left`,of:e=>p(e.left)},{head:`Right`,of:e=>p(e.right)},{head:`At stake`,kind:`money`,of:e=>e.money},{head:`Likely one`,kind:`share`,of:e=>e.score},{head:`Joined now`,of:e=>e.merged?`yes`:`no`}],V(s))),y=e=>{let[t,n,...r]=e.trim().split(/\s+/);return t&&n&&r.length>0?{system:t,object:n,recordId:r.join(` `)}:null},b=A(()=>[y(Wa.value(`left`)),y(Wa.value(`right`))]),x=A(()=>m(V(b),2)),S=A(()=>V(x)[0]),C=A(()=>V(x)[1]),w=new Ua(ya,()=>V(S)&&V(C)?{kind:V(n),left:V(S),right:V(C)}:null,!1),T=A(()=>V(S)&&V(C)&&!w.why?w.data?.whyMatch:null);var ee=S_();ei(`1y5n03e`,e=>{xn(()=>{Qt.title=`Review · Accord`})}),vr(`keydown`,Qt,_);var te=P(ee),ne=L(P(te),2),re=P(ne),ie=L(re,2);O(ne),O(te);var ae=L(te,2),oe=I(ae,!0),se=L(ae,2),ce=P(se);{let e=A(()=>r.data&&V(s).length===0?`Nothing is in doubt.`:null);$(ce,{title:`To be looked at`,question:`Doubtful pairs, by the money at stake`,get asking(){return r},get table(){return V(v)},get nothing(){return V(e)},children:(e,t)=>{var n=f_();K(n,23,()=>V(s),e=>e.id,(e,t,n)=>{var r=d_(),i=P(r),a=P(i),o=I(a,!0),s=I(L(a,2));O(i),O(r),R((e,n,r)=>{J(i,`aria-current`,V(t).id===V(l)?.id?`true`:void 0),W(o,e),W(s,`${V(t).left.system??``} ~ ${V(t).right.system??``} · ${n??``} · ${V(t).merged?`joined`:`apart`} · ${r??``}`)},[()=>V(t).reasons.find(e=>e.left)?.left??p(V(t).left),()=>Za(V(t).score),()=>X(V(t).money)]),yr(`click`,i,()=>N(c,V(n),!0)),U(e,r)}),O(n),U(e,n)},$$slots:{default:!0}})}var le=L(ce,2),ue=P(le),de=e=>{var t=__(),r=P(t);K(r,21,()=>[V(l).left,V(l).right],Wr,(e,t,n)=>{var r=m_(),i=P(r);i.textContent=n===0?`These`:`The others`;var a=L(i),o=P(a),s=e=>{var n=p_(),r=I(n,!0);R(e=>{J(n,`href`,V(t).url),W(r,e)},[()=>p(V(t))]),U(e,n)},c=A(()=>V(t).url?.startsWith(`http`)),l=e=>{var n=Ar();R(e=>W(n,e),[()=>p(V(t))]),U(e,n)};G(o,e=>{V(c)?e(s):e(l,-1)}),O(a);var u=I(L(a));O(r),R(e=>W(u,`observed ${e??``}`),[()=>$a(V(t).observedAt)]),U(e,r)}),O(r);var a=L(r,2),o=I(a),s=L(a,2);u_(s,{get reasons(){return V(l).reasons},get score(){return V(l).score}});var c=L(s,2),d=e=>{var t=h_(),n=F(t),r=L(P(n));xi(r),O(n);var i=L(n,2),a=P(i),o=L(a);Te(),O(i),R(()=>{a.disabled=V(f),o.disabled=V(f)}),Ei(r,()=>V(u),e=>N(u,e)),yr(`click`,a,()=>h(!0)),yr(`click`,o,()=>h(!1)),U(e,t)},m=e=>{U(e,g_())};G(c,e=>{V(i)?e(d):e(m,-1)}),O(t),R(e=>{J(t,`data-pair`,V(l).id),W(o,`${V(l).merged?`They are one ${V(n)===`CONTACT`?`person`:`account`} now.`:`They are apart now.`} ${e??``}`)},[()=>V(l).money?`${X(V(l).money)} a year hang on it.`:``]),U(e,t)};G(ue,e=>{V(l)&&e(de)});var fe=L(ue,2),pe=e=>{var t=y_(),n=L(P(t));K(n,21,()=>V(a),e=>e.pair.id,(e,t)=>{var n=v_(),r=P(n),i=P(r),a=I(L(i),!0);O(r);var o=L(r,2);O(n),R((e,n)=>{W(i,`${e??``} ~ ${n??``}: `),W(a,V(t).same?`same`:`different`)},[()=>p(V(t).pair.left),()=>p(V(t).pair.right)]),yr(`click`,o,()=>g(V(t))),U(e,n)}),O(n),O(t),U(e,t)};G(fe,e=>{V(a).length>0&&e(pe)});var me=L(fe,2);{let e=A(()=>V(S)&&V(C)?w:void 0);$(me,{title:`Why are these two one, or not?`,question:`Any two records: system, object and record`,get asking(){return V(e)},children:(e,t)=>{var n=x_(),r=F(n),i=P(r),a=L(P(i));xi(a),O(i);var o=L(i,2),s=L(P(o));xi(s),O(o),O(r);var c=L(r,2),l=e=>{var t=b_(),n=F(t),r=P(n),i=L(r),a=e=>{var t=Ar();R(e=>W(t,`${V(T).verdict.saidBy??`Somebody`??``} said ${V(T).verdict.same?`same`:`different`} on ${e??``}${V(T).verdict.reason?`: ${V(T).verdict.reason}`:``}`),[()=>$a(V(T).verdict.saidAt)]),U(e,t)};G(i,e=>{V(T).verdict&&e(a)}),O(n),u_(L(n,2),{get reasons(){return V(T).reasons},get score(){return V(T).score}}),R(()=>W(r,`${V(T).apart?`They must stay apart.`:``} `)),U(e,t)};G(c,e=>{V(T)&&e(l)}),R((e,t)=>{Si(a,e),Si(s,t)},[()=>Wa.value(`left`),()=>Wa.value(`right`)]),yr(`change`,a,e=>Wa.set({left:e.currentTarget.value})),yr(`change`,s,e=>Wa.set({right:e.currentTarget.value})),U(e,n)},$$slots:{default:!0}})}O(le),O(se),O(ee),R(()=>{J(re,`aria-pressed`,V(n)===`ACCOUNT`),J(ie,`aria-pressed`,V(n)===`CONTACT`),W(oe,V(d))}),yr(`click`,re,()=>{N(c,0),Wa.set({kind:null})}),yr(`click`,ie,()=>{N(c,0),Wa.set({kind:`CONTACT`})}),U(e,ee),We()}br([`click`,`change`]);var w_=H(`<p class="refused svelte-69no60" role="alert"> </p>`),T_=H(`<main class="door svelte-69no60"><form class="card stack svelte-69no60"><h1>Sign in</h1> <p class="soft">This hub wants to know who asks. An API key is made by <code>accord key create --name me --role cx-lead</code>; a token comes from your identity provider.</p> <!> <label class="stack svelte-69no60"><span class="small">API key or token</span> <input type="password" autocomplete="current-password" required=""/></label> <p class="small soft">It is kept in this tab alone and forgotten when the tab closes.</p> <button class="main" type="submit">Sign in</button></form></main>`);function E_(e,t){k(t,!0);let n=M(``),r=A(()=>Ma.credential!==``);function i(e){e.preventDefault(),V(n).trim()&&Ma.signIn(V(n).trim())}var a=T_(),o=P(a),s=L(P(o),4),c=e=>{var t=w_(),n=I(t,!0);R(()=>W(n,Ma.refusal)),U(e,t)};G(s,e=>{V(r)&&e(c)});var l=L(s,2),u=L(P(l),2);xi(u),O(l),Te(4),O(o),O(a),vr(`submit`,o,i),Ei(u,()=>V(n),e=>N(n,e)),U(e,a),We()}var D_=kr(`<line class="rule svelte-9xzr0z"></line><text text-anchor="middle"> </text>`,1),O_=kr(`<line class="rule svelte-9xzr0z"></line><text text-anchor="end"> </text>`,1),k_=kr(`<circle></circle>`),A_=kr(`<circle class="ring svelte-9xzr0z"></circle>`),j_=H(`<div role="status"><b> </b> <span> </span> <span class="soft"> </span></div>`),M_=H(`· <b> </b> `,1),N_=H(`<div class="plane svelte-9xzr0z"><svg role="application" tabindex="0"><rect class="risk svelte-9xzr0z"></rect><!><!><line class="edge svelte-9xzr0z"></line><line class="edge svelte-9xzr0z"></line><line class="line svelte-9xzr0z"></line><line class="line svelte-9xzr0z"></line><text class="corner svelte-9xzr0z" text-anchor="end">at risk</text><text class="corner svelte-9xzr0z">at growth</text><text class="corner svelte-9xzr0z" text-anchor="end">both</text><text text-anchor="middle">revenue at risk, share of a year’s →</text><text text-anchor="middle">expected growth, share (root scale) →</text><!><!></svg> <!></div> <p class="small soft legend svelte-9xzr0z"><span class="red svelte-9xzr0z">● red</span> <span class="amber svelte-9xzr0z">● amber</span> <span class="green svelte-9xzr0z">● green</span> health · area: revenue a year · hollow: little is known <!></p>`,1);function P_(e,t){k(t,!0);let[n,r]=[.15,.1],[i,a]=[720,430],o={left:52,right:14,top:16,bottom:40},s=new Ua(ka,()=>({filter:Ka(),after:null})),c=(e,t)=>t!==null&&e.currency?{amount:t,currency:e.currency}:null,l=M({after:null,rows:[]});vn(()=>{let e=s.data?.accountFacts,t=s.variables;if(!e?.pageInfo.hasNextPage||!t)return;let n=new AbortController;return(async()=>{let r=e.pageInfo.endCursor,i=[];for(;r&&!n.signal.aborted;){let a=(await Ha(ka,{...t,after:r},n.signal)).data.accountFacts;i.push(...a.nodes),r=a.pageInfo.hasNextPage?a.pageInfo.endCursor:null,N(l,{after:e,rows:[...i]})}})().catch(()=>{}),()=>n.abort()});let u=A(()=>[...s.data?.accountFacts.nodes??[],...V(l).after===s.data?.accountFacts?V(l).rows:[]]),d=A(()=>V(u).filter(e=>e.riskShare!==null&&e.growthShare!==null)),f=A(()=>V(u).filter(e=>!V(d).includes(e))),p=A(()=>{let e=V(f).flatMap(e=>e.arrReporting&&e.currency?[{amount:e.arrReporting,currency:e.currency}]:[]);return e[0]?{amount:String(e.reduce((e,t)=>e+Number(t.amount),0)),currency:e[0].currency}:null});function m(e,t){let n=e.toSorted((e,t)=>e-t);return Math.max(t*2.2,Math.min(n.at(-1)??0,(n[Math.floor(n.length*.98)]??0)*1.15))}let h=A(()=>m(V(d).map(e=>e.riskShare??0),n)),g=A(()=>m(V(d).map(e=>e.growthShare??0),r)),_=A(()=>Ef([0,V(h)],[o.left+16,i-o.right-16]).clamp(!0)),v=A(()=>Nf([0,V(g)],[a-o.bottom-16,o.top+16]).clamp(!0)),y=A(()=>Nf([0,Math.max(1,...V(d).map(e=>Number(e.arrReporting??0)))],[2.5,V(d).length>800?12:18])),b=A(()=>V(d).map(e=>({it:e,cx:V(_)(e.riskShare??0),cy:V(v)(e.growthShare??0),r:V(y)(Number(e.arrReporting??0)),tone:(e.chiBand??`UNKNOWN`).toLowerCase(),hollow:e.chiConfidence===`LOW`||!e.chiBand})).sort((e,t)=>t.r-e.r)),x=A(()=>V(b).toSorted((e,t)=>Number(t.it.atRisk??0)-Number(e.it.atRisk??0))),S=M(null),C=A(()=>V(b).find(e=>e.it.accountId===V(S))??null),w=M(void 0);function T(e){let t=V(w)?.getBoundingClientRect();if(!t)return;let[n,r]=[(e.clientX-t.left)/t.width*i,(e.clientY-t.top)/t.height*a],o=null,s=14;for(let e of V(b)){let t=Math.hypot(e.cx-n,e.cy-r)-e.r;t<=Math.max(0,s)&&(t<s||t<=0)&&([o,s]=[e,Math.max(t,0)])}N(S,o?.it.accountId??null,!0)}function ee(e){let t=V(x).findIndex(e=>e.it.accountId===V(S)),n={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];n?(N(S,V(x)[Math.min(V(x).length-1,Math.max(0,t+n))]?.it.accountId??null,!0),e.preventDefault()):e.key===`Enter`&&V(S)!==null?Wa.go(qa(`/accounts/${V(S)}`)):e.key===`Escape`&&N(S,null)}function te(){V(S)!==null&&Wa.go(qa(`/accounts/${V(S)}`))}let ne=A(()=>xo(`risk-and-growth`,[{head:`Account`,of:e=>e.name,to:e=>qa(`/accounts/${e.accountId}`)},{head:`Position`,kind:`code`,of:e=>e.position},{head:`Risk share`,kind:`share`,of:e=>e.riskShare},{head:`Growth share`,kind:`share`,of:e=>e.growthShare},{head:`At risk`,kind:`money`,of:e=>c(e,e.atRisk)},{head:`Growth`,kind:`money`,of:e=>c(e,e.growthExpected)},{head:`A year`,kind:`money`,of:e=>c(e,e.arrReporting)},{head:`Health`,kind:`number`,of:e=>e.chi},{head:`Band`,kind:`code`,of:e=>e.chiBand},{head:`Confidence`,kind:`code`,of:e=>e.chiConfidence}],V(u).toSorted((e,t)=>Number(t.atRisk??0)-Number(e.atRisk??0))));{let t=A(()=>s.data&&V(u).length===0?`No account meets what is chosen above.`:null);$(e,{title:`Risk and growth`,question:`Where is money in danger, where can it grow?`,get asking(){return s},get table(){return V(ne)},get nothing(){return V(t)},children:(e,t)=>{var s=N_(),l=F(s),u=P(l);let m;var h=P(u),g=L(h);K(g,16,()=>V(_).ticks(6),e=>e,(e,t)=>{var n=D_(),r=F(n),i=L(r),s=I(i,!0);R((e,t,n,c)=>{J(r,`x1`,e),J(r,`x2`,t),J(r,`y1`,a-o.bottom),J(r,`y2`,a-o.bottom+4),J(i,`x`,n),J(i,`y`,a-o.bottom+16),W(s,c)},[()=>V(_)(t),()=>V(_)(t),()=>V(_)(t),()=>Za(t)]),U(e,n)});var y=L(g);K(y,16,()=>V(v).ticks(5),e=>e,(e,t)=>{var n=O_(),r=F(n),i=L(r),a=I(i,!0);R((e,t,n,s)=>{J(r,`x1`,o.left-4),J(r,`x2`,o.left),J(r,`y1`,e),J(r,`y2`,t),J(i,`x`,o.left-8),J(i,`y`,n),W(a,s)},[()=>V(v)(t),()=>V(v)(t),()=>V(v)(t)+4,()=>Za(t)]),U(e,n)});var x=L(y),ne=L(x),re=L(ne),ie=L(re),ae=L(ie),oe=L(ae),se=L(oe),ce=L(se),le=L(ce),ue=L(le);K(ue,17,()=>V(b),e=>e.it.accountId,(e,t)=>{var n=k_();let r;R(()=>{r=q(n,0,`bubble moves ${V(t).tone??``}`,`svelte-9xzr0z`,r,{hollow:V(t).hollow}),J(n,`cx`,V(t).cx),J(n,`cy`,V(t).cy),J(n,`r`,V(t).r),J(n,`data-account`,V(t).it.accountId)}),U(e,n)});var de=L(ue),fe=e=>{var t=A_();R(()=>{J(t,`cx`,V(C).cx),J(t,`cy`,V(C).cy),J(t,`r`,V(C).r+4)}),U(e,t)};G(de,e=>{V(C)&&e(fe)}),O(u),ji(u,e=>N(w,e),()=>V(w));var pe=L(u,2),me=e=>{var t=j_();let n,r;var o=P(t),s=I(o,!0),l=L(o,2),u=I(l),d=I(L(l,2));O(t),R((e,o,c,l,f,p)=>{n=q(t,1,`tip small svelte-9xzr0z`,null,n,{left:V(C).cx>i*.6}),r=ui(t,``,r,{left:`${V(C).cx/i*100}%`,top:`${V(C).cy/a*100}%`}),W(s,V(C).it.name),W(u,`${e??``} at risk (${o??``}), ${c??``} growth`),W(d,`${l??``} a year · health ${f??``}, ${p??``}${V(C).hollow?`, low confidence`:``}`)},[()=>X(c(V(C).it,V(C).it.atRisk)),()=>Za(V(C).it.riskShare),()=>X(c(V(C).it,V(C).it.growthExpected)),()=>X(c(V(C).it,V(C).it.arrReporting)),()=>Z(V(C).it.chi,0),()=>Q(V(C).it.chiBand)]),U(e,t)};G(pe,e=>{V(C)&&e(me)}),O(l);var he=L(l,2),ge=L(P(he),6),_e=e=>{var t=M_(),n=L(F(t)),r=I(n,!0),i=L(n);R((e,t)=>{W(r,e),W(i,` (${t??``} a year) where nobody can tell: see the table`)},[()=>ro(V(f).length,`account`),()=>X(V(p))]),U(e,t)};G(ge,e=>{V(f).length>0&&e(_e)}),O(he),R((e,t,n,r,s,c,l)=>{J(u,`viewBox`,`0 0 ${i??``} ${a??``}`),J(u,`aria-label`,`${e??``} by risk and growth. Arrow keys walk from the most money at risk, Enter opens.`),m=q(u,0,`svelte-9xzr0z`,null,m,{points:V(S)!==null}),J(h,`x`,t),J(h,`y`,o.top),J(h,`width`,n),J(h,`height`,a-o.bottom-o.top),J(x,`x1`,o.left),J(x,`x2`,i-o.right),J(x,`y1`,a-o.bottom),J(x,`y2`,a-o.bottom),J(ne,`x1`,o.left),J(ne,`x2`,o.left),J(ne,`y1`,o.top),J(ne,`y2`,a-o.bottom),J(re,`x1`,r),J(re,`x2`,s),J(re,`y1`,o.top),J(re,`y2`,a-o.bottom),J(ie,`x1`,o.left),J(ie,`x2`,i-o.right),J(ie,`y1`,c),J(ie,`y2`,l),J(ae,`x`,i-o.right-6),J(ae,`y`,a-o.bottom-8),J(oe,`x`,o.left+8),J(oe,`y`,o.top+12),J(se,`x`,i-o.right-6),J(se,`y`,o.top+12),J(ce,`x`,(i+o.left)/2),J(ce,`y`,a-4),J(le,`transform`,`translate(12 ${(a-o.bottom)/2}) rotate(-90)`)},[()=>ro(V(d).length,`account`),()=>V(_)(n),()=>Math.max(0,i-o.right-V(_)(n)),()=>V(_)(n),()=>V(_)(n),()=>V(v)(r),()=>V(v)(r)]),yr(`pointermove`,u,T),vr(`pointerleave`,u,()=>N(S,null)),yr(`click`,u,te),yr(`keydown`,u,ee),U(e,s)},$$slots:{default:!0}})}We()}br([`pointermove`,`click`,`keydown`]);var F_=H(`· <a href="/sources"> </a>`,1),I_=H(`<p class="soft small"> <!> <!></p>`),L_=H(`<p class="card" role="alert"> </p>`),R_=H(`<li> </li>`),z_=H(`<p class="small"> </p>`),B_=H(`<p class="small soft">Next</p> <p><b> </b></p> <p class="small soft"> </p> <!>`,1),V_=H(`<p class="nothing">Nothing is advised: what is known gives no reason for a certain step.</p>`),H_=H(`<p class="small soft"> </p>`),U_=H(`<section class="card first svelte-hm7qji" aria-label="The first call"><div class="whom"><p class="small soft">Call first</p> <h2 class="svelte-hm7qji"><a class="svelte-hm7qji"> </a></h2> <p class="tags svelte-hm7qji"><!> <!></p></div> <div class="because"><p class="money svelte-hm7qji"> <span class="soft svelte-hm7qji"> </span></p> <ul class="reasons svelte-hm7qji"></ul></div> <div class="then"><!> <!> <!></div></section>`),W_=H(`<div class="grid headlines svelte-hm7qji"><!> <!> <!> <!> <!></div>`),G_=H(` <span class="soft"> </span>`,1),K_=H(` <a> </a>`,1),q_=H(`<li class="svelte-hm7qji"><p><b> </b><!> <span class="soft small"> </span></p> <!> <p class="small soft"><!> </p></li>`),J_=H(`<ul class="signals svelte-hm7qji"></ul>`),Y_=H(`<span class="small soft" title="Like for like, 4 weeks"> </span>`),X_=H(`<b> </b>`),Z_=H(`<span class="nothing">nothing advised</span>`),Q_=H(`<li class="svelte-hm7qji"><span class="place soft svelte-hm7qji"> </span> <div class="name"><a><b> </b></a> <p class="small soft"> </p></div> <div class="score svelte-hm7qji"><!> <!></div> <div class="risk svelte-hm7qji"><b> </b><p class="small soft"> </p></div> <div class="why small svelte-hm7qji"> </div> <div class="next small svelte-hm7qji"><!></div></li>`),$_=H(`<ol class="ranked svelte-hm7qji"></ol> <!>`,1),ev=H(`<div class="stack"><div class="row top svelte-hm7qji"><h1>Whom to call first</h1> <!></div> <!> <!> <!> <div class="grid wide-left"><!> <!></div> <!></div>`);function tv(e,t){k(t,!0);let n=new Ua(Da,()=>({filter:Ka()})),r=new Ua(Oa,()=>za.today?{filter:{...Ka(),renewalBefore:io(za.today,91)}}:null),i=A(()=>n.data),a=A(()=>V(i)?.executiveSummary),o=A(()=>V(i)?.accounts?.nodes??[]),s=A(()=>V(o)[0]),c=A(()=>r.data?.portfolio[0]),l=A(()=>V(i)?.openLoops.filter(e=>e.loop?.overdue).length??0),u=A(()=>{let e=V(i)?.connectors?.flatMap(e=>e.lastSuccess?[Date.parse(e.lastSuccess)]:[])??[];return e.length>0?Math.max(0,(Date.now()-Math.min(...e))/1e3):null}),d=A(()=>{let e=new Map;for(let t of V(i)?.signals??[]){let n=`${t.rule} ${t.segment?.name??``}`;e.set(n,[...e.get(n)??[],t])}return[...e.values()].map(e=>({first:e[0],latest:e.map(e=>e.raisedAt).toSorted().at(-1),accounts:[...new Map(e.flatMap(e=>e.accounts).map(e=>[e.id,e])).values()]}))}),f=A(()=>V(i)?.connectors?.filter(e=>e.state!==`OK`).length??0),p=A(()=>xo(`call-first`,[{head:`Account`,of:e=>e.name,to:e=>qa(`/accounts/${e.id}`)},{head:`At risk`,kind:`money`,of:e=>e.opportunity?.atRisk},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Growth`,kind:`money`,of:e=>e.opportunity?.growthExpected},{head:`Position`,kind:`code`,of:e=>e.position},{head:`Health`,kind:`number`,of:e=>e.health?.value},{head:`From`,kind:`number`,of:e=>e.health?.low},{head:`To`,kind:`number`,of:e=>e.health?.high},{head:`Coverage`,kind:`share`,of:e=>e.health?.coverage},{head:`Trust`,kind:`number`,of:e=>e.trust?.value},{head:`Renewal`,kind:`day`,of:e=>e.nextRenewal?.end},{head:`Owner`,of:e=>e.owner?.name},{head:`Next`,of:e=>e.recommendations?.[0]?.title}],V(o)));var m=ev();ei(`hm7qji`,e=>{xn(()=>{Qt.title=`Customers · Accord`})});var h=P(m),g=L(P(h),2),_=e=>{var t=I_(),n=P(t),r=L(n),i=e=>{var t=Ar();R(e=>W(t,`· oldest source read ${e??``} ago`),[()=>to(V(u))]),U(e,t)};G(r,e=>{V(u)!==null&&e(i)});var o=L(r,2),s=e=>{var t=F_(),n=I(L(F(t)));R(e=>W(n,`${e??``} behind`),[()=>ro(V(f),`source`)]),U(e,t)};G(o,e=>{V(f)>0&&e(s)}),O(t),R((e,r,i)=>{J(t,`data-as-of`,V(a).asOf),W(n,`As of ${e??``} · ${r??``} · coverage ${i??``} `)},[()=>$a(V(a).asOf),()=>ro(V(a).accounts,`account`),()=>Za(V(a).coverage)]),U(e,t)};G(g,e=>{V(a)&&e(_)}),O(h);var v=L(h,2),y=e=>{var t=L_(),r=I(t,!0);R(()=>W(r,n.why.message)),U(e,t)};G(v,e=>{n.why&&!V(i)&&e(y)});var b=L(v,2),x=e=>{let t=A(()=>V(s).recommendations?.[0]);var n=U_(),r=P(n),i=L(P(r),2),a=P(i),o=I(a,!0);O(i);var c=L(i,2),l=P(c);{let e=A(()=>V(s).health?.band),t=A(()=>V(s).health?.value??null),n=A(()=>V(s).health?.confidence);bo(l,{get band(){return V(e)},get value(){return V(t)},get confidence(){return V(n)}})}Uo(L(l,2),{get position(){return V(s).position}}),O(c),O(r);var u=L(r,2),d=P(u),f=P(d),p=I(L(f));O(d);var m=L(d,2);K(m,21,()=>Qo(V(s)).slice(0,4),Wr,(e,t)=>{var n=R_(),r=I(n,!0);R(()=>{q(n,1,ri(V(t).weight),`svelte-hm7qji`),W(r,V(t).said)}),U(e,n)}),O(m),O(u);var h=L(u,2),g=P(h),_=e=>{var n=B_(),r=L(F(n),2),i=I(P(r),!0);O(r);var a=L(r,2),o=I(a,!0),s=L(a,2),c=e=>{var n=z_(),r=I(n);R(e=>W(r,`worth ${e??``}`),[()=>X(V(t).expectedValue)]),U(e,n)};G(s,e=>{V(t).expectedValue&&e(c)}),R(e=>{W(i,V(t).title),W(o,e)},[()=>V(t).because.join(` · `)]),U(e,n)},v=e=>{U(e,V_())};G(g,e=>{V(t)?e(_):e(v,-1)});var y=L(g,2),b=e=>{var t=H_(),n=I(t);R(()=>W(n,`Owner: ${V(s).owner.name??``}`)),U(e,t)};G(y,e=>{V(s).owner?.name&&e(b)});var x=L(y,2),S=e=>{var t=H_(),n=I(t);R(()=>W(n,`Ask for ${V(s).champion.contact.name??`the champion`??``}`)),U(e,t)};G(x,e=>{V(s).champion&&!V(s).champion.left&&e(S)}),O(h),O(n),R((e,t,r)=>{J(n,`data-first`,V(s).id),J(a,`href`,e),W(o,V(s).name),W(f,`${t??``} `),W(p,`at risk${r??``}`)},[()=>qa(`/accounts/${V(s).id}`),()=>X(V(s).opportunity?.atRisk),()=>V(s).opportunity?.arr?` of ${X(V(s).opportunity?.arr)} a year`:``]),U(e,n)};G(b,e=>{V(s)&&e(x)});var S=L(b,2),C=e=>{var t=W_(),n=P(t);{let e=A(()=>X(V(a).atRisk)),t=A(()=>V(a).unknownAtRisk&&Number(V(a).unknownAtRisk.amount)>0?`and ${X(V(a).unknownAtRisk)} where nobody can tell`:`in the next 12 months`);th(n,{label:`At risk`,get value(){return V(e)},tone:`red`,get note(){return V(t)}})}var r=L(n,2);{let e=A(()=>X(V(a).growthExpected));th(r,{label:`Growth expected`,get value(){return V(e)},tone:`green`,note:`in the next 12 months`})}var o=L(r,2);{let e=A(()=>X(V(c)?.arr)),t=A(()=>V(c)?`${ro(V(c).accounts,`account`)}, ${X(V(c).atRisk)} at risk`:`none is due`);th(o,{label:`Renewals in 90 days`,get value(){return V(e)},get note(){return V(t)}})}var s=L(o,2);{let e=A(()=>(V(i)?.openLoops.length??0)>=200?`200+`:Z(V(i)?.openLoops.length??null,0)),t=A(()=>V(l)>0?`${V(l)} past the day we promised`:`none is late`),n=A(()=>V(l)>0?`red`:`plain`);th(s,{label:`Open feedback`,get value(){return V(e)},get note(){return V(t)},get tone(){return V(n)}})}var u=L(s,2);{let e=A(()=>X(V(a).arr)),t=A(()=>`median health ${Z(V(a).health.median)}`);th(u,{label:`Revenue a year`,get value(){return V(e)},get note(){return V(t)}})}O(t),U(e,t)};G(S,e=>{V(a)&&e(C)});var w=L(S,2),T=P(w);P_(T,{});var ee=L(T,2);{let e=A(()=>V(i)&&V(i).signals.length===0?`No signal is open.`:null);$(ee,{title:`What is going on`,question:`Signals of the last 60 days that are still open`,get asking(){return n},get nothing(){return V(e)},children:(e,t)=>{var n=J_();K(n,21,()=>V(d),Wr,(e,t)=>{let n=()=>V(t).first,r=()=>V(t).latest,i=()=>V(t).accounts;var a=jr(),o=F(a),s=e=>{var t=q_(),a=P(t),o=P(a),s=I(o,!0),c=L(o),l=e=>{var t=G_(),r=F(t,!0);r.nodeValue=` `;var i=I(L(r));R(()=>W(i,`in ${n().segment.name??``}`)),U(e,t)};G(c,e=>{n().segment&&e(l)});var u=L(c,1,!0);u.nodeValue=` `;var d=I(L(u));O(a);var f=L(a,2),p=e=>{var t=z_(),r=I(t);R(()=>W(r,`→ ${n().suggested.title??``}`)),U(e,t)};G(f,e=>{n().suggested&&e(p)});var m=L(f,2),h=P(m);K(h,19,()=>i().slice(0,6),e=>e.id,(e,t,n,r)=>{Te();var i=K_(),a=F(i,!0),o=L(a),s=I(o,!0);R(e=>{W(a,V(n)>0?`, `:``),J(o,`href`,e),W(s,V(t).name)},[()=>qa(`/accounts/${V(t).id}`)]),U(e,i)});var g=L(h,1,!0);O(m),O(t),R((e,t,n)=>{W(s,e),W(d,`· ${t??``} · ${n??``}`),W(g,i().length>6?` and ${i().length-6} more`:``)},[()=>no(n().rule),()=>ro(i().length,`account`),()=>$a(r())]),U(e,t)};G(o,e=>{n()&&e(s)}),U(e,a)}),O(n),U(e,n)},$$slots:{default:!0}})}O(w);var te=L(w,2);{let e=A(()=>V(i)&&V(o).length===0?`No account meets what is chosen above.`:null);$(te,{title:`By money at risk`,question:`Who needs us this week, why, and what to do next`,get asking(){return n},get table(){return V(p)},get nothing(){return V(e)},children:(e,t)=>{var n=$_(),r=F(n);K(r,23,()=>V(o),e=>e.id,(e,t,n)=>{let r=A(()=>V(t).recommendations?.[0]);var i=Q_(),a=P(i),o=I(a,!0),s=L(a,2),c=P(s),l=I(P(c),!0);O(c);var u=I(L(c,2),!0);O(s);var d=L(s,2),f=P(d);{let e=A(()=>V(t).health?.band),n=A(()=>V(t).health?.value??null),r=A(()=>V(t).health?.confidence);bo(f,{get band(){return V(e)},get value(){return V(n)},get confidence(){return V(r)}})}var p=L(f,2),m=e=>{var n=Y_(),r=I(n,!0);R(e=>W(r,e),[()=>Qa(V(t).health.trend.likeForLike)]),U(e,n)};G(p,e=>{V(t).health?.trend.likeForLike&&e(m)}),O(d);var h=L(d,2),g=P(h),_=I(g,!0),v=I(L(g));O(h);var y=L(h,2),b=I(y,!0),x=L(y,2),S=P(x),C=e=>{var t=X_(),n=I(t);R(()=>W(n,`→ ${V(r).title??``}`)),U(e,t)},w=e=>{U(e,Z_())};G(S,e=>{V(r)?e(C):e(w,-1)}),O(x),O(i),R((e,r,a,s,d)=>{J(i,`data-account`,V(t).id),W(o,V(n)+1),J(c,`href`,e),W(l,V(t).name),W(u,r),W(_,a),W(v,`of ${s??``}`),W(b,d)},[()=>qa(`/accounts/${V(t).id}`),()=>[V(t).country,V(t).owner?.name].filter(Boolean).join(` · `),()=>X(V(t).opportunity?.atRisk),()=>X(V(t).opportunity?.arr),()=>Qo(V(t)).slice(0,3).map(e=>e.said).join(` · `)]),U(e,i)}),O(r);var a=L(r,2),s=e=>{var t=H_(),n=I(t);R(e=>W(n,`The first ${V(o).length??``} of ${e??``}; the quadrant has them all.`),[()=>Z(V(i).accounts.totalCount,0)]),U(e,t)};G(a,e=>{V(i)?.accounts&&V(i).accounts.totalCount>V(o).length&&e(s)}),U(e,n)},$$slots:{default:!0}})}O(m),U(e,m),We()}var nv=H(`<h1>Nothing is here</h1> <p>There is no page at <code> </code>. <a href="/">To the start</a></p>`,1),rv=H(`<a class="skip svelte-1n46o8q" href="#content">To the content</a> <!> <main id="content" tabindex="-1" class="svelte-1n46o8q"><!></main>`,1);function iv(e,t){k(t,!0);let n=A(()=>Wa.path.split(`/`).filter(Boolean).map(decodeURIComponent)),r=A(()=>V(n)[0]??``);vn(()=>{if(Ma.turn,Ma.refusal===null)return Ra()});var i=jr();vr(`click`,Qt,e=>Wa.click(e));var a=F(i),o=e=>{E_(e,{})},s=e=>{var t=rv(),i=L(F(t),2);mo(i,{get page(){return V(r)}});var a=L(i,2),o=P(a),s=e=>{tv(e,{})},c=e=>{var t=jr();Ur(F(t),()=>V(n)[1],e=>{Zm(e,{get id(){return V(n)[1]}})}),U(e,t)},l=e=>{Nh(e,{})},u=e=>{dg(e,{})},d=e=>{C_(e,{})},f=e=>{o_(e,{})},p=e=>{var t=nv(),n=L(F(t),2),r=I(L(P(n)),!0);Te(2),O(n),R(()=>W(r,Wa.path)),U(e,t)};G(o,e=>{V(r)===``?e(s):V(r)===`accounts`&&V(n)[1]?e(c,1):V(r)===`executive`?e(l,2):V(r)===`sources`?e(u,3):V(r)===`review`?e(d,4):V(r)===`experience`?e(f,5):e(p,-1)}),O(a),U(e,t)};G(a,e=>{Ma.refusal===null?e(s,-1):e(o)}),U(e,i),We()}var av=document.getElementById(`page`);av&&Lr(iv,{target:av});